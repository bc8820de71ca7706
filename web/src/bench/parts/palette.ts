// SPDX-License-Identifier: Apache-2.0
// A class by colour and by shape: eight of each, so that up to eight classes differ in both.
const light = ['#0a7560', '#b4540a', '#5b4bb7', '#b0286f', '#1769aa', '#6f6a00', '#8a3ea0', '#4d5e58'];
const dark = ['#52cfaa', '#f2a15c', '#a99cf5', '#ff8fc0', '#7cc0f5', '#d6cf5a', '#dba0ef', '#b5c4be'];

export function classColour(index: number): string {
  const palette = document.documentElement.dataset.theme === 'dark' ? dark : light;
  return palette[index % palette.length]!;
}

const polygon = (corners: number, turn: number) =>
  Array.from({ length: corners }, (_, i) => { const a = turn + (2 * Math.PI * i) / corners; return `${(Math.cos(a) * 1.15).toFixed(2)} ${(Math.sin(a) * 1.15).toFixed(2)}`; });
const star = Array.from({ length: 10 }, (_, i) => { const a = -Math.PI / 2 + (Math.PI * i) / 5; const r = i % 2 ? 0.55 : 1.25; return `${(Math.cos(a) * r).toFixed(2)} ${(Math.sin(a) * r).toFixed(2)}`; });
/** Paths about the origin, radius about 1. */
export const classShapes = [
  'M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z', `M${polygon(3, -Math.PI / 2).join('L')}Z`, `M${polygon(4, Math.PI / 4).join('L')}Z`, `M${polygon(4, 0).join('L')}Z`,
  `M${star.join('L')}Z`, `M${polygon(3, Math.PI / 2).join('L')}Z`, `M${polygon(6, 0).join('L')}Z`, 'M-1.1-.4H-.4V-1.1H.4V-.4H1.1V.4H.4V1.100H-.4V.4H-1.1Z',
];
export const classShape = (index: number) => classShapes[index % classShapes.length]!;
