// SPDX-License-Identifier: Apache-2.0
declare module 'virtual:page-core' {
  /** null: these pages were built without the core. */
  export const place: import('./messages').Place | null;
}
