// SPDX-License-Identifier: Apache-2.0
declare module '*.po' {
  /** Texts by their source string; more than one where something is counted. */
  const texts: Record<string, string[]>;
  export default texts;
}
