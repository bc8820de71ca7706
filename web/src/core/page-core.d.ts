// SPDX-License-Identifier: Apache-2.0
declare module 'virtual:page-core' {
  /** The folder of the core's files; null: these pages were built without the core. */
  export const folder: string | null;
}
