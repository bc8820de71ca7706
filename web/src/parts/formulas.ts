// SPDX-License-Identifier: Apache-2.0
// KaTeX and its style, loaded by the first formula.
import 'katex/dist/katex.css';
export { default } from 'katex';
