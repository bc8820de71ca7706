// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n/index.svelte';

type What = 'microphone' | 'camera';
/** Why a browser gives no device, in one sentence with what to do. */
export function whyNot(what: What, error: unknown): Error {
  const name = error instanceof DOMException ? error.name : '';
  const sound = what === 'microphone';
  if (!hasMedia())
    return new Error(sound
      ? t('The microphone is not offered here: browsers give it only to pages of this machine or with https. Open the page on the machine itself, or bring sound files.')
      : t('The camera is not offered here: browsers give it only to pages of this machine or with https. Open the page on the machine itself, or bring pictures.'));
  if (name === 'NotAllowedError')
    return new Error(sound
      ? t('The browser was not allowed to use the microphone. Allow it beside the address of the page, or bring sound files.')
      : t('The browser was not allowed to use the camera. Allow it beside the address of the page, or bring pictures.'));
  if (name === 'NotFoundError')
    return new Error(sound ? t('No microphone was found. Plug one in, or bring sound files.') : t('No camera was found. Plug one in, or bring pictures.'));
  return new Error(sound ? t('The microphone could not be opened; another program may be using it.') : t('The camera could not be opened; another program may be using it.'));
}

export const hasMedia = () => typeof navigator.mediaDevices?.getUserMedia === 'function';
