// SPDX-License-Identifier: Apache-2.0
// The parts of report.json that the pages draw; see core/report/run_report.h and core/eval/evaluation.h, which name the same fields.
import type { Report } from '../../api/bench';

export interface Interval { low: number; high: number; level: number; method: string }
export interface ClassScore { label: string; support: number; predicted: number; precision: number; recall: number; f1: number }
export interface Slice { name: string; n: number; speakers: number; correct: number; accuracy: number; interval: Interval; gap_to_best: number; small: boolean }
export interface ThresholdSweep { keyword: string; positives: number; negatives: number; suggested: { threshold: number }; criterion: string }
/** A long recording with words in it, heard as the device would hear it. */
export interface Streaming {
  hours: number; median_latency_ms: number;
  result: { threshold: number; words: number; heard: number; missed: number; wrong_words: number; false_accepts: number; false_accepts_per_hour: number };
}
export interface Evaluation {
  model: string; split: string; origin: string; clips: number; speakers: number; accuracy: number; balanced_accuracy: number; macro_f1: number;
  accuracy_by_speaker: Interval; accuracy_wilson: Interval;
  confusion: { labels: string[]; counts: number[][] }; classes: ClassScore[];
  groups: { attribute: string; slices: Slice[]; best: string; largest_gap: number };
  threshold?: ThresholdSweep; streaming?: Streaming; warnings: string[];
}
/** Bytes as base64; scores: [clips * labels], probability * 255 rounded down. */
export interface ScoreTable { labels: string[]; truths: string; tops: string; scores: string }
export interface RegressionTarget { name: string; unit: string; mae: number; rmse: number; r2: number; mae_interval: Interval; points: { predicted: number; truth: number }[] }
export interface Regression {
  model: string; origin: string; items: number; whos: number; targets: RegressionTarget[]; input_name: string;
  curve: { x: number; predicted: number; truth: number }[]; weights: string; warnings: string[];
}
export interface Reconstruction { name: string; anomalous: boolean; score: number; input: number[]; output: number[] }
export interface Anomaly {
  model: string; origin: string; score_name: string; whos: number; auc: number; pauc: number; pauc_limit: number; interval: Interval;
  threshold: number; threshold_rule: string; normal_scores: number[]; anomalous_scores: number[];
  found: number; missed: number; false_alarms: number; passed: number; precision: number; recall: number; f1: number;
  groups: { name: string; normal: number; anomalous: number; auc: number; pauc: number }[]; reconstructions: Reconstruction[]; warnings: string[];
}
export interface Watched { name: string; truth: string; said: number[]; value: number[] }
export interface Training {
  model: string; best_epoch: number; parameters: number; macs: number; stopped_because: string; layers_text: string;
  augmentation?: string; watched?: Watched[]; watched_from?: number;
  epochs: { epoch: number; train_loss: number; validation_loss: number; train_accuracy: number; validation_accuracy: number; learning_rate: number }[];
}
export interface ModelForm { name: string; accuracy: number; interval: Interval; file_bytes: number; weight_bytes: number; macro_f1: number; metric?: string; value?: number; unit?: string }
export interface LayerError { tensor: string; rms_error: number; signal_rms: number; sqnr_db: number }
export interface Optimize {
  forms: ModelForm[]; layers: LayerError[]; compared_clips: number; calibration_clips: number;
  changed: { clip: string; truth: string; float_says: string; int8_says: string }[];
}
export interface Buffer { name: string; offset: number; bytes: number; first_op: number; last_op: number }
export interface Board {
  board: string; status: string; reason: string; flash_bytes: number; flash_limit: number; ram_bytes: number; ram_limit: number; arena_bytes: number;
  instructions_features: number; instructions_inference: number; clock_mhz: number; estimated_ms: number; estimated_mj: number; host_equal: boolean; compared_clips: number;
}
export interface Deploy { model_file: string; plan: { buffers: Buffer[]; arena_bytes: number }; operators: string[]; boards: Board[] }

export interface Parts {
  labels: string[]; wording: Record<string, string>; origin_note: string; baseline: string;
  training?: Training; evaluation?: Evaluation; scores?: ScoreTable; regression?: Regression; anomaly?: Anomaly; optimize?: Optimize; deploy?: Deploy;
}
/** The report as the pages read it; what was not run is absent. */
export function parts(report: Report): Parts {
  return { ...report, wording: {}, origin_note: '', baseline: '', ...report } as unknown as Parts;
}

/** The bytes of base64 text. */
export const bytesOf = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/** Classes that are no target: to react to them would be wrong (core/eval/predictions.h). */
const rest = new Set(['silence', 'unknown']);
export const isTarget = (label: string) => !rest.has(label);
