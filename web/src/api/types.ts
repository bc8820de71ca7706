// SPDX-License-Identifier: Apache-2.0
// What /api/v1 speaks. The shapes follow the table of routes in the design of the platform.

export type UnitState = 'none' | 'opened' | 'known' | 'done' | 'mastered';
export type BlockState = 'none' | 'seen' | 'done' | 'mastered';
export type UnitKind = 'watch' | 'read' | 'try' | 'practise' | 'discuss' | 'test';
export type SectionType = 'lesson' | 'lab' | 'quiz' | 'test';

export interface Hub { name: string; version: string; classes_open: boolean; localhost: boolean; languages: string[]; addresses: string[] }
export interface ClassRef { id: string; title: string; role: string }
export interface Me { id: string; nickname: string; roles: string[]; classes: ClassRef[] }

export interface CourseCard {
  id: string; title: string; summary: string; hours: number; units: number; done: number; known?: number; resume: string | null;
}
export interface UnitRef {
  id: string; title: string; kind: UnitKind; minutes: number; concepts: string[]; optional: boolean; state: UnitState;
}
export interface Section { id: string; title: string; type: SectionType; track?: string; units: UnitRef[] }
export interface Chapter { id: string; title: string; sections: Section[] }
export interface Turn { course: string; unit: string; turn: number }
export interface Concept { id: string; name: string; summary: string; needs: string[]; turns: Turn[]; known?: boolean }
export interface Course { id: string; title: string; summary: string; chapters: Chapter[]; concepts: Concept[] }

export interface Choice { id: string; html: string }
export type ItemType =
  | 'single' | 'multi' | 'numeric' | 'text' | 'ordering' | 'matching' | 'free' | 'survey' | 'predict';
export interface Item {
  id: string; type: ItemType; question_html: string; options?: Choice[]; left?: Choice[]; right?: Choice[];
  unit?: string; max_attempts: number; hints: number; rubric?: { id: string; html: string; points: number }[];
}
export interface Response {
  choice?: string; choices?: string[]; value?: string; unit?: string; text?: string; order?: string[];
  pairs?: Record<string, string>; rubric?: Record<string, number>;
}
export interface Mastery { have: number; of: number; need: number }
export interface Graded {
  attempt: { n: number; score: number; correct: boolean };
  feedback: string[];
  per_option?: Record<string, string>;
  reveal?: { html?: string; key?: Response };
  mastery?: Mastery;
  left: number | null;
  /** The question as it is asked next, when it has other numbers each time. */
  item?: Item;
}
export interface Hint { n: number; html: string; left: number }
export interface Attempts {
  history: { n: number; score: number; correct: boolean }[];
  left: number | null;
  response?: Response;
  graded?: Graded;
  hints: Hint[];
  mastery?: Mastery;
  /** The question was mended after it was answered, and the best score is another now. */
  changed?: { before: number; now: number };
}

export type TestState = 'none' | 'not_open' | 'open' | 'closed' | 'revealed';
export interface TestInfo { section: string; title: string; track: string; state: TestState; from_ms?: number; due_ms?: number; attempts?: number }
export interface TestItem {
  state: TestState; answered: number; left: number; response?: Response;
  score?: number; correct?: boolean; reveal?: { html?: string; key?: Response };
}
export interface HandedIn {
  name: string; sha256: string; bytes: number; at_ms: number; accepted: boolean;
  results: { name: string; status: 'pass' | 'fail'; message: string }[];
}

export interface Cue { start: number; end: number; text: string; slide?: number }
/** Slides spoken by a synthetic voice. */
export interface Narration { audio: string; voice: string; cues: Cue[] }
/** narration_html: made by the page, with the terms of the glossary. */
export interface Slide { html: string; narration: string; narration_html?: string }
interface Base { id: string; revision: string; state: BlockState; note?: string }
export interface TextBlock extends Base { kind: 'text'; html: string }
export interface FigureBlock extends Base { kind: 'figure'; src: string; alt: string; html?: string; credit?: string }
export interface SlidesBlock extends Base { kind: 'slides'; slides: Slide[]; audio?: string; captions?: string; cues?: Cue[] }
export interface VideoBlock extends Base { kind: 'video'; src: string; poster?: string; captions?: string; cues?: Cue[]; title?: string }
export interface ItemBlock extends Base { kind: 'item' | 'survey'; item: Item; attempts?: Attempts; test?: TestItem }
export interface CodeBlock extends Base { kind: 'code'; html: string; language: string; starter: string; tests?: { name: string; code: string; hint?: string }[]; command?: string }
export interface LabBlock extends Base { kind: 'lab' | 'explorable'; name: string; html?: string; params?: Record<string, string> }
export interface DiscussionBlock extends Base { kind: 'discussion'; html: string }
export interface AssignmentBlock extends Base { kind: 'assignment'; html: string; solution_html?: string }
export interface ArtefactBlock extends Base { kind: 'artefact'; html: string; accepts: string; command?: string; handed_in?: HandedIn }
export interface ReadingBlock extends Base { kind: 'reading'; html: string; minutes?: number; title?: string }
export interface RecapBlock extends Base { kind: 'recap'; html: string; concept: string; unit?: string; title?: string }
export interface PlacementBlock extends Base { kind: 'placement'; html: string; concepts: string[]; items: ItemBlock[]; known?: boolean }
export type Block =
  | TextBlock | FigureBlock | SlidesBlock | VideoBlock | ItemBlock | CodeBlock | LabBlock | DiscussionBlock
  | AssignmentBlock | ArtefactBlock | ReadingBlock | RecapBlock | PlacementBlock;

export interface TitleRef { id: string; title: string }
export interface Sibling { id: string; title: string; kind: UnitKind; state: UnitState }
export interface Unit {
  id: string; title: string; kind: UnitKind; minutes: number; concepts: string[];
  path: { course: TitleRef; chapter: TitleRef; section: TitleRef };
  previous: TitleRef | null; next: (TitleRef & { kind?: UnitKind; minutes?: number }) | null;
  siblings: Sibling[]; bookmarked: boolean; resume_block: string | null; blocks: Block[]; test?: TestInfo;
  /** Of its words: that of a whole translation, or the one it was written in. */
  language: string;
}

/** A line of the glossary. forms: as it is marked in prose; none: as it is called. */
export interface Term { term: string; forms: string[]; html: string }

export interface Work {
  courses: { id: string; title: string; units: number; done: number; mastered: number; grade: number | null; resume: string | null }[];
  grades: { section: string; title: string; course: string; score: number; weight: number; track?: string }[];
  bookmarks: { unit: string; title: string; course: string }[];
  attempts: { unit: string; block: string; title: string; score: number; correct: boolean; at: number; before?: number }[];
}
export interface Hit { unit: string; block: string; title: string; snippet_html: string; course: string; thread?: string; room?: string; post?: string }

export interface ClassRoom { id: string; title: string; code: string; role: string; learners: number; course?: string }
export interface Matrix {
  units: { id: string; title: string; section: string }[];
  learners: { id: string; nickname: string; states: UnitState[]; last_active: number }[];
  stuck: { learner: string; nickname: string; unit: string; title: string; why: string }[];
  difficult: { unit: string; block: string; title: string; learners: number; correct: number }[];
}

export interface PageEvent { id: string; kind: string; where: string; body: Record<string, unknown> }
