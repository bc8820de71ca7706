// SPDX-License-Identifier: Apache-2.0
// Language and theme; both live on this device.
import { languages, setLanguage, testLanguage } from '../i18n/index.svelte';

export type Theme = 'system' | 'light' | 'dark';
const dark = matchMedia('(prefers-color-scheme: dark)');

export const settings = $state<{ theme: Theme; language: string }>({
  theme: (localStorage.getItem('tadpole.theme') as Theme | null) ?? 'system',
  language: 'en',
});

function paint() {
  const isDark = settings.theme === 'dark' || (settings.theme === 'system' && dark.matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
}

export function chooseTheme(theme: Theme) {
  settings.theme = theme;
  localStorage.setItem('tadpole.theme', theme);
  paint();
}

export async function chooseLanguage(language: string) {
  settings.language = language;
  localStorage.setItem('tadpole.language', language);
  await setLanguage(language);
}

/** The address may name a language (?lang=de); then what was chosen before; then what the browser asks for. */
export async function startSettings() {
  dark.addEventListener('change', paint);
  paint();
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem('tadpole.language');
  const wished = asked ?? navigator.languages.map((tag) => tag.split('-')[0] ?? '').find((tag) => tag in languages) ?? 'en';
  if (asked) await chooseLanguage(wished in languages || wished === testLanguage ? wished : 'en');
  else {
    settings.language = wished;
    await setLanguage(wished);
  }
}
