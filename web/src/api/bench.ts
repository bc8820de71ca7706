// SPDX-License-Identifier: Apache-2.0
// What the rows of the workbench speak (workbench/rows.cpp, one set of rows for the hub and for the core in the page).
// All paths begin with /projects or /templates; see src/bench/door.ts for who answers them.

export type StageName = 'collect' | 'preprocess' | 'train' | 'evaluate' | 'optimize' | 'deploy' | 'monitor';
/** What a job can do: stages, and the two long works beside them. */
export type WorkName = StageName | 'compare' | 'search';
/** missing: never run; stale: something before it, or its options, changed; done: what it made is current. */
export type StageState = 'missing' | 'stale' | 'done';

/** What a project of this template is fed with by the page: sound of one second at 16 kHz, a picture, a sensor's rows, a pen, a file. */
export type Feed = 'sound' | 'picture' | 'motion' | 'stroke' | 'table' | 'long_sound';
export interface Template {
  name: string; help: string; feed: Feed; goal: 'classify' | 'regress' | 'reconstruct';
  /** Names of the generators that make samples without recordings; of keywords: ["voices"]. */
  generators: string[];
  /** Ready-made networks that fit, for [model] model. */
  models: string[];
  /** Trained networks to go on from, for [model] base. */
  bases: { name: string; help: string; learnt_from: string }[];
  /** false: this core cannot make or import such samples (in the page: voices, because it runs no other program). */
  can_generate: boolean;
}

export interface StageCard {
  name: StageName; state: StageState; seconds: number;
  command: string;  // what does the same on the command line
  output: string;   // the file or folder it writes, relative to the project
  text: string;     // what it said, a few lines; '' when it never ran
  facts: Record<string, unknown>;  // what the stage found, without long lists: those are in the report
}
/** One option of the recipe: enough for a form control. */
export interface Option {
  name: string; type: 'integer' | 'real' | 'boolean' | 'text' | 'texts';
  value: string; default: string; help: string; unit: string;
  min: number | null; max: number | null; choices: string[];
}
export interface OptionSection { name: string; help: string; options: Option[] }
/** What the present network costs on the device; estimates are labelled so. null: not known yet. */
export interface Cost {
  parameters: number | null; macs: number | null; file_bytes: number | null;
  flash_bytes: number | null; flash_limit: number | null; ram_bytes: number | null; ram_limit: number | null;
  milliseconds: number | null; board: string; measured: boolean;  // true: run on the virtual board
}
export interface ProjectCard {
  name: string; template: string; feed: Feed; changed_ms: number;
  stages: { name: StageName; state: StageState }[];
  accuracy: number | null;  // of the last evaluation, 0 to 1; null: none, or no classifier
  origin: string;           // 'recorded' | 'synthetic' | 'mixed' | ''
}
export interface Project {
  name: string; template: string; feed: Feed; goal: Template['goal']; folder: string;
  labels: string[];  // classes in order, as collect found them; before that those of the recipe and the recordings
  counts: { label: string; train: number; validation: number; test: number; recordings: number }[];
  origin: string;
  stages: StageCard[];
  sections: OptionSection[];  // all options of the recipe, bound by section and name
  sources: Record<string, string>[];  // the [[source]] tables: option to value, only what is not the default
  recipe: string;   // tadpole.toml as it is
  problem: string;  // why the recipe cannot be read (then sections is empty), or which file of the project is damaged; '' when all is well
  cost: Cost;
  job: Job | null;  // the running or last one
}

/** Recordings of the page, kept in <project>/recordings with manifest.csv; and the samples that collect made. */
export interface SampleRef {
  id: string; label: string; who: string; split: 'train' | 'validation' | 'test' | '';
  origin: 'recorded' | 'synthetic'; seconds: number; name: string;
  recording: boolean;  // made in the page: can be deleted for good; others are left out by relabelling
  edited: boolean;     // its label was changed, or it is left out (label '')
}
export interface SamplePage { total: number; samples: SampleRef[] }
/** How a sample looks. peaks: [low, high] pairs over the width; traces: one per channel; picture: address for an <img>. */
export interface SampleView {
  id: string; ref: SampleRef; rate_hz: number; shape: [number, number, number];
  peaks?: number[]; traces?: { name: string; values: number[] }[];
  picture?: string; sound?: string;  // paths below this API, see door.url()
  values?: { name: string; value: string }[];  // a row of a table
}
/** Points of the training samples in the plane. */
export interface SampleMap { ids: string[]; labels: string[]; pca: [number, number][]; t_sne: [number, number][]; pca_share: number; of: number }
/** What the model sees: rows (time) by columns (bands, axes, pixels across) by channels, values scaled to 0..1 for drawing. */
export interface FeatureView {
  shape: [number, number, number]; values: number[]; low: number; high: number;
  stride_ms: number; labels_y: string[];  // names of the bands or channels, '' where there are none
  cost: { operations: number | null; ram_bytes: number | null; note: string };
}

export type JobState = 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'stopped';
export interface Job {
  id: string; state: JobState; stages: WorkName[]; stage: WorkName | ''; what: string; done: number; total: number; note: string;
  error: string;     // one sentence; '' unless failed
  says: string[];    // warnings and results, in order
  curve: CurvePoint[];
  can_pause: boolean;
  can_step: boolean;  // one epoch at a time
}
export interface CurvePoint {
  epoch: number; loss: number; validation_loss: number; accuracy: number; validation_accuracy: number; learning_rate: number; seconds: number;
}
/** Pushed while a job works: its new state (says only when there is a new sentence), and each finished epoch. */
export type JobEvent = { kind: 'job'; job: Omit<Job, 'curve' | 'says'> & { says?: string[]; curve?: CurvePoint[] } } | { kind: 'epoch'; point: CurvePoint };

/** A training that ended, kept with its options so that two can be compared. */
export interface Run {
  id: string; at_ms: number; model: string; parameters: number; seconds: number; best_epoch: number;
  validation_accuracy: number | null; validation_loss: number; test: string;  // "accuracy 84.8 %" once evaluated
  options: Record<string, string>;  // "train.epochs" to "60": all that can change a training
  curve: CurvePoint[];
}

export interface Score { label: string; score: number }
/** One answer of the model (int8 when there is one). unknown: below the threshold. */
export interface Answer { name: string; label: string; unknown: boolean; scores: Score[]; value?: number; values?: { name: string; value: number }[]; threshold: number }
export interface Inference { answers: Answer[]; model: 'int8' | 'float'; milliseconds: number; origin: string }

/** A way to make the model smaller, tested and run on the board. refused: why it could not be gone; then nothing else is there. */
export interface CompareRow {
  id: string; title: string; refused?: string;
  metric: string; value: number; low: number; high: number;  // as the test's, with its 95 % interval
  file_bytes: number; packed_bytes: number | null;  // packed: under zlib
  macs: number; flash_bytes: number; ram_bytes: number; instructions: number;  // of the whole firmware; 0: it did not run
  on_front: boolean; not_run?: string;  // why the board has no figures
}
/** Every way side by side, as far as it is. is_stale: the rows are of an earlier recipe or training. */
export interface Comparison {
  refused: string; command: string;  // refused: why this core does not compare; '' it does
  ways: { id: string; title: string }[]; done: number; rows: CompareRow[]; is_stale: boolean;
  board: string; origin: string; tune_epochs: number;
  seconds_left: number | null;  // a rough estimate from what training and the board took here
}

/** What a search chooses by. Of a loss the lower is the better one; networks that learn numbers have no accuracy. */
export type Objective = 'validation_accuracy' | 'validation_loss';
/** A network that a search has trained; its value stands under the search's objective. instructions_measured: counted on the board, not estimated. */
export interface Candidate {
  candidate: number; point: string; validation_accuracy?: number; validation_loss?: number; epochs: number; ram_bytes: number; flash_bytes: number; instructions: number;
  instructions_measured: boolean; macs: number; parameters: number; on_front: boolean; best: boolean;
}
export interface SearchResults {
  strategy: string; objective: Objective; board: string; limits: { ram_bytes: number; flash_bytes: number; instructions: number };
  candidates: number; trained: number; refused: number; failed: number; origin: string;
  best: Candidate | null; front: Candidate[]; rows: Candidate[];  // rows: all that were trained, the best first
  refusals: { candidate: number; point: string; refused: string }[];  // the last of them
  cost: { cpu_seconds: number; joules: number; grams_co2: number; watts_per_core: number; grams_per_kwh: number };  // all but the first are estimates
}
/** The search of a project as far as it is; options: those it was begun with, or the defaults. is_stale: the features are others since. */
export interface Search { refused: string; command: string; options: Option[]; is_whole: boolean; is_stale: boolean; results: SearchResults | null }

/** report.json: see core/report/run_report.h. Parts that were not run are absent. */
export interface Report {
  labels: string[]; wording?: Record<string, string>;
  dataset?: Record<string, unknown>; features?: Record<string, unknown>; map?: Record<string, unknown>;
  training?: Record<string, unknown>; evaluation?: Record<string, unknown>; scores?: Record<string, unknown>;
  regression?: Record<string, unknown>; anomaly?: Record<string, unknown>;
  optimize?: Record<string, unknown>; deploy?: Record<string, unknown>;
  baseline?: string; [other: string]: unknown;
}
export interface FileRef { path: string; bytes: number; help: string }

/* The rows (method, path -> answer):
 GET    /templates                                   -> Template[]
 GET    /projects                                    -> ProjectCard[]
 POST   /projects {name, template, words?: string[], base?, from?: name of a project to copy} -> Project
 GET    /projects/{p}                                -> Project
 DELETE /projects/{p}                                -> 204
 PUT    /projects/{p}/recipe {recipe}                -> Project (400 with the line when it cannot be read; nothing is changed)
 POST   /projects/{p}/options {section, name, value} -> Project (400 with the sentence when out of range)
 POST   /projects/{p}/sources {import?|generate?|synthesize?, ... options as text} -> Project
 DELETE /projects/{p}/sources/{index}                -> Project
 POST   /projects/{p}/recordings?label=&who=&consent=&licence=&name=   body: the bytes of a WAV, PPM/PNG/JPEG, CSV or JSON file
                                                     -> SampleRef   (400 with a sentence when the bytes are none of these)
 GET    /projects/{p}/samples?label=&split=&from=0&count=100&recordings=only   -> SamplePage
                                                     recordings=only: nothing but those of the page; without it they come first
 POST   /projects/{p}/samples {ids: string[], label: string | null}    -> {changed: n}   null: leave out (a recording: delete)
 GET    /projects/{p}/samples/{id}                   -> SampleView
 GET    /projects/{p}/samples/{id}/file              -> audio/wav | image/png | text/csv
 GET    /projects/{p}/samples/{id}/features?section.name=value...      -> FeatureView (trial values of options change nothing)
 GET    /projects/{p}/map                            -> SampleMap (404 before preprocess)
 POST   /projects/{p}/job {stages?: WorkName[], options?: of the search, or {fresh: "true"} of the comparison}
                                                     -> Job   (none: all that is missing or stale, in order)
 GET    /projects/{p}/job                            -> Job | null
 POST   /projects/{p}/job/{action}                   -> Job   action: pause | go_on | step | stop
 GET    /projects/{p}/job/events                     -> server-sent events, data: JobEvent (in the page: door.listen())
 GET    /projects/{p}/runs                           -> Run[]  newest first
 GET    /projects/{p}/report                         -> Report
 GET    /projects/{p}/comparison                     -> Comparison
 GET    /projects/{p}/search                         -> Search
 POST   /projects/{p}/search/best                    -> Project   its best network is in the recipe now
 POST   /projects/{p}/infer                          body: bytes as of a recording -> Inference
 GET    /projects/{p}/files                          -> FileRef[]  what can be taken away, with what it is for
 GET    /projects/{p}/files/{path...}                -> the bytes
 GET    /projects/{p}/archive                        -> application/zip: the whole project folder
 POST   /projects?archive=NAME                       body: such a zip -> Project
*/
