// SPDX-License-Identifier: Apache-2.0
// The words and icons of units and their states.
import type { UnitKind, UnitState } from '../api/types';
import { t } from '../i18n/index.svelte';
import type { IconName } from './icons';

export const kindIcon: Record<UnitKind, IconName> = {
  watch: 'watch', read: 'read', try: 'try', practise: 'practise', discuss: 'discuss', test: 'test',
};

export function kindName(kind: UnitKind): string {
  const names = { watch: t('Watch'), read: t('Read'), try: t('Try'), practise: t('Practise'), discuss: t('Discuss'), test: t('Test') };
  return names[kind];
}

export function stateName(state: UnitState): string {
  const names = { none: t('not started'), opened: t('begun'), known: t('known before'), done: t('done'), mastered: t('mastered') };
  return names[state];
}
