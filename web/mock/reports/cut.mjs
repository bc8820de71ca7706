// SPDX-License-Identifier: Apache-2.0
// Cuts the report.json of a real run down to what the pages read: node mock/reports/cut.mjs <project>/report.json > mock/reports/<template>.json
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const thin = (list, most) => list.filter((_, i) => i % Math.ceil(list.length / most) === 0);

delete report.map;
report.examples = [];
if (report.dataset) Object.assign(report.dataset, { datasheet: {}, sources: thin(report.dataset.sources ?? [], 5) });
const e = report.evaluation;
if (e) {
  Object.assign(e, { curves: [], keyword_thresholds: [] });
  delete e.wording;
  if (e.threshold) e.threshold.points = [];
  if (e.streaming) Object.assign(e.streaming, { traces: e.streaming.traces.map((t) => thin(t, 50)), events: [], detections: [], curve: [] });
}
if (report.training) {
  const t = report.training;
  t.watched = (t.watched ?? []).slice(0, 6).map((w) => ({ ...w, said: thin(w.said, 40), value: thin(w.value, 40) }));
  t.epochs = thin(t.epochs, 60);
  if ((t.augmentation ?? '').length > 24000) t.augmentation = '';
}
if (report.regression) {
  report.regression.curve = thin(report.regression.curve, 120);
  report.regression.targets.forEach((target) => (target.points = thin(target.points, 120)));
}
if (report.anomaly) Object.assign(report.anomaly, { roc: [], reconstructions: report.anomaly.reconstructions.slice(0, 4) });
const round = (_, v) => (typeof v === 'number' && !Number.isInteger(v) ? Number(v.toPrecision(6)) : v);
process.stdout.write(JSON.stringify(report, round) + '\n');
