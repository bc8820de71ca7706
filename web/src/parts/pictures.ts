// SPDX-License-Identifier: Apache-2.0
// The words in a drawing are too small on a phone: a button over every picture opens it large.
import { mount, unmount } from 'svelte';
import { t } from '../i18n/index.svelte';
import { icons } from './icons';
import LargePicture from './LargePicture.svelte';

function open(picture: HTMLImageElement) {
  const shown = mount(LargePicture, {
    target: document.body,
    props: { src: picture.currentSrc || picture.src, alt: picture.alt, closed: () => void unmount(shown) },
  });
}

const icon = `<svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"><path d="${icons.enlarge}"/></svg>`;

/** Lays the buttons over the pictures of a figure or a text, except where a picture is pressed for something else. */
export function enlargePictures(root: HTMLElement) {
  for (const picture of root.querySelectorAll('img')) {
    if (picture.closest('a, button, label, .enlargeable')) continue;
    const box = document.createElement('span');
    box.className = 'enlargeable';
    picture.replaceWith(box);
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-label', t('Enlarge the picture'));
    button.innerHTML = icon;
    button.addEventListener('click', () => open(picture));
    box.append(picture, button);
  }
}
