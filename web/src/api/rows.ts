// SPDX-License-Identifier: Apache-2.0
// Made by tools/rows.mjs from the hub's own description (/api/v1/openapi.json): what may be asked, with what, and what comes back.
// Not to be edited: node tools/rows.mjs http://localhost:8080

export interface Rows {
  /** it answers the question, or not */
  accept_post: { params: { id: string }; takes: { on: boolean }; gives: { accepted: boolean; at_ms: number; author: string; deleted: boolean; edit_reason: string; edited_ms: number; hidden: boolean; hidden_reason: string; html: string; id: string; may_accept: boolean; mine: boolean; parent: unknown; reported: boolean; reports?: string[]; text?: string } };
  /** keeps the bytes of the body as a sample (?label, who, consent, licence, name) */
  add_recording: { params: { project: string }; takes: undefined; gives: unknown };
  /** where samples come from */
  add_source: { params: { project: string }; takes: Record<string, string>; gives: unknown };
  /** the whole project as a .zip */
  archive_project: { params: { project: string }; takes: undefined; gives: undefined };
  /** hand in an answer; kept for ever */
  attempt_item: { params: { block: string }; takes: { id?: string; response: Record<string, unknown> }; gives: { attempt: { correct: boolean; n: number; score: number }; feedback: string[]; item?: unknown; left: unknown; mastery?: { have: number; need: number; of: number }; per_option?: Record<string, string>; reveal?: unknown; test?: unknown } };
  /** end it before its time */
  close_test: { params: { id: string; section: string }; takes: Record<string, unknown>; gives: { answered: number; attempts?: number; due_ms?: number; from_ms?: number; keys?: boolean; last_due_ms?: number; opening?: string; sealed?: boolean; section: string; state: string; title: string; track: string } };
  /** makes a project of a template, a copy (from), or of an archive (?archive=NAME, the bytes in the body) */
  create_project: { params: undefined; takes: undefined; gives: unknown };
  /** a tombstone stays */
  delete_post: { params: { id: string }; takes: undefined; gives: { accepted: boolean; at_ms: number; author: string; deleted: boolean; edit_reason: string; edited_ms: number; hidden: boolean; hidden_reason: string; html: string; id: string; may_accept: boolean; mine: boolean; parent: unknown; reported: boolean; reports?: string[]; text?: string } };
  /** removes the project with its recordings */
  delete_project: { params: { project: string }; takes: undefined; gives: undefined };
  /** samples no longer come from there */
  drop_source: { params: { project: string; index: string }; takes: undefined; gives: unknown };
  /** other words for one's own post */
  edit_post: { params: { id: string }; takes: { id?: string; reason?: string; text: string }; gives: { accepted: boolean; at_ms: number; author: string; deleted: boolean; edit_reason: string; edited_ms: number; hidden: boolean; hidden_reason: string; html: string; id: string; may_accept: boolean; mine: boolean; parent: unknown; reported: boolean; reports?: string[]; text?: string } };
  /** erase a learner, for good */
  erase_learner: { params: { id: string }; takes: undefined; gives: { events: number } };
  /** events and names of this hub, as a file for another; ?since=CURSOR: what is newer */
  export_archive: { params: undefined; takes: undefined; gives: undefined };
  /** everything the hub knows of a learner */
  export_learner: { params: { id: string }; takes: undefined; gives: { account: unknown; artefacts: unknown[]; classes: unknown[]; events: unknown[]; projects: string[] } };
  /** a file (?name=) as the body of the request, at most 16 MB */
  hand_in: { params: { block: string }; takes: undefined; gives: { accepted: boolean; at_ms: number; bytes: number; name: string; results: { message: string; name: string; status: string }[]; sha256: string } };
  /** the archive of another hub, as the body; what is here already is passed over. Events of devices that are not known here are refused and told as new_devices; ?devices=ID,ID admits them, ?devices=any all */
  import_archive: { params: undefined; takes: undefined; gives: { added: number; complete: boolean; known: number; new_devices: string[]; people: number; problems: string[]; refused: number; renamed: { here: string; there: string }[] } };
  /** the int8 model's answers to the bytes of the body */
  infer: { params: { project: string }; takes: undefined; gives: unknown };
  /** join by its code */
  join_class: { params: undefined; takes: { code: string }; gives: { code: string; id: string; learners: number; role: string; title: string } };
  /** leave it */
  leave_class: { params: { id: string }; takes: undefined; gives: undefined };
  /** everybody of this hub */
  list_accounts: { params: undefined; takes: undefined; gives: { id: string; nickname: string; roles: string[] }[] };
  /** what a class has handed in */
  list_artefacts: { params: { id: string }; takes: undefined; gives: { accepted: boolean; at_ms: number; block?: string; bytes: number; learner?: string; name: string; nickname?: string; results: { message: string; name: string; status: string }[]; sha256: string; title?: string; unit?: string }[] };
  /** all courses with the caller's progress */
  list_courses: { params: undefined; takes: undefined; gives: { done: number; hours: number; id: string; known: number; resume: unknown; summary: string; title: string; units: number }[] };
  /** conversations the caller may see */
  list_discussions: { params: undefined; takes: undefined; gives: { course: string; fresh: number; last_ms: number; locked: boolean; may_moderate: boolean; posts: number; room: string; room_title: string; thread: string; title: string; unit: string }[] };
  /** what can be taken away */
  list_files: { params: { project: string }; takes: undefined; gives: { bytes: number; help: string; path: string }[] };
  /** who is in it */
  list_members: { params: { id: string }; takes: undefined; gives: { extension_days: number; id: string; nickname: string; role: string }[] };
  /** the reader's projects, last changed first */
  list_projects: { params: undefined; takes: undefined; gives: unknown[] };
  /** posts that somebody reported */
  list_reports: { params: undefined; takes: undefined; gives: { accepted: boolean; at_ms: number; author: string; deleted: boolean; edit_reason: string; edited_ms: number; hidden: boolean; hidden_reason: string; html: string; id: string; may_accept: boolean; mine: boolean; parent: unknown; reported: boolean; reports?: string[]; text?: string }[] };
  /** trainings, the newest first */
  list_runs: { params: { project: string }; takes: undefined; gives: unknown[] };
  /** samples, the project's own recordings first (?label, split, from, count, recordings=only) */
  list_samples: { params: { project: string }; takes: undefined; gives: { samples: unknown[]; total: number } };
  /** sections that have a teacher's page */
  list_teach_pages: { params: undefined; takes: undefined; gives: { chapter: string; course: string; minutes: number; section: string; title: string }[] };
  /** what a project can learn */
  list_templates: { params: undefined; takes: undefined; gives: unknown[] };
  /** tests, for who teaches a class */
  list_tests: { params: { id: string }; takes: undefined; gives: { answered: number; attempts?: number; due_ms?: number; from_ms?: number; keys?: boolean; last_due_ms?: number; opening?: string; sealed?: boolean; section: string; state: string; title: string; track: string }[] };
  /** close it, or open it again */
  lock_discussion: { params: { thread: string }; takes: { on: boolean; room?: string }; gives: { locked: boolean } };
  /** a new class with a code to join */
  make_class: { params: undefined; takes: { title: string }; gives: { code: string; id: string; learners: number; role: string; title: string } };
  /** all posts of it were seen */
  mark_read: { params: { thread: string }; takes: { room?: string }; gives: undefined };
  /** hide it, or leave it after a report */
  moderate_post: { params: { id: string }; takes: { hide: boolean; reason?: string }; gives: { accepted: boolean; at_ms: number; author: string; deleted: boolean; edit_reason: string; edited_ms: number; hidden: boolean; hidden_reason: string; html: string; id: string; may_accept: boolean; mine: boolean; parent: unknown; reported: boolean; reports?: string[]; text?: string } };
  /** open it for the class */
  open_test: { params: { id: string; section: string }; takes: { attempts?: number; from_ms?: number; passphrase?: string; to_ms: number }; gives: { answered: number; attempts?: number; due_ms?: number; from_ms?: number; keys?: boolean; last_due_ms?: number; opening?: string; sealed?: boolean; section: string; state: string; title: string; track: string } };
  /** a unit with keys and the linter's remarks */
  preview_unit: { params: { unit: string }; takes: undefined; gives: { blocks: unknown[]; file: string; id: string; remarks: { line: number; message: string; severity: string }[]; title: string } };
  /** the file itself, for its owner and their teachers */
  read_artefact: { params: { id: string; sha256: string }; takes: undefined; gives: undefined };
  /** who changed what about people and classes */
  read_audit: { params: undefined; takes: undefined; gives: { action: string; at_ms: number; remote: string; subject: string; who: string }[] };
  /** what is due when */
  read_calendar: { params: { id: string }; takes: undefined; gives: { dates: { due_days: number; due_ms: unknown; section: string; title: string; unit: string }[]; grace_hours: number; start_ms: number } };
  /** a class the caller is in */
  read_class: { params: { id: string }; takes: undefined; gives: { code: string; id: string; learners: number; role: string; title: string } };
  /** every way to make the model smaller, as far as the comparison is */
  read_comparison: { params: { project: string }; takes: undefined; gives: unknown };
  /** the map of a course */
  read_course: { params: { id: string }; takes: undefined; gives: { chapters: { id: string; sections: { id: string; title: string; track: string; type: string; units: { concepts: string[]; id: string; kind: string; minutes: number; optional: boolean; state: string; title: string }[] }[]; summary: string; title: string }[]; concepts: { id: string; known: boolean; name: string; needs: string[]; summary: string; turns: { course: string; turn: number; unit: string }[] }[]; id: string; summary: string; title: string } };
  /** one of them (?room=) with its posts */
  read_discussion: { params: { thread: string }; takes: undefined; gives: { course: string; fresh: number; last_ms: number; list?: { accepted: boolean; at_ms: number; author: string; deleted: boolean; edit_reason: string; edited_ms: number; hidden: boolean; hidden_reason: string; html: string; id: string; may_accept: boolean; mine: boolean; parent: unknown; reported: boolean; reports?: string[]; text?: string }[]; locked: boolean; may_moderate: boolean; posts: number; room: string; room_title: string; thread: string; title: string; unit: string } };
  /** what the model would see of it (?preprocess.bands=32 tries a value) */
  read_features: { params: { project: string; sample: string }; takes: undefined; gives: unknown };
  /** one of these */
  read_file: { params: { project: string; path: string }; takes: undefined; gives: undefined };
  /** the terms of the courses, explained */
  read_glossary: { params: undefined; takes: undefined; gives: { forms: string[]; html: string; term: string }[] };
  /** grades of a class as a CSV */
  read_grades: { params: { id: string }; takes: undefined; gives: undefined };
  /** name, version and languages of this hub */
  read_hub: { params: undefined; takes: undefined; gives: { addresses: string[]; classes_open: boolean; languages: string[]; localhost: boolean; name: string; version: string } };
  /** the running or last job, or null */
  read_job: { params: { project: string }; takes: undefined; gives: unknown };
  /** the training samples in the plane */
  read_map: { params: { project: string }; takes: undefined; gives: unknown };
  /** learners by units */
  read_matrix: { params: { id: string }; takes: undefined; gives: { difficult: { block: string; correct: number; learners: number; title: string; unit: string }[]; learners: { id: string; last_active: number; nickname: string; states: string[] }[]; stuck: { learner: string; nickname: string; title: string; unit: string; why: string }[]; units: { id: string; section: string; title: string }[] } };
  /** who is signed in */
  read_me: { params: undefined; takes: undefined; gives: { classes: { id: string; role: string; title: string }[]; id: string; nickname: string; roles: string[] } };
  /** slides spoken by a synthetic voice: where the sound is, and its captions */
  read_narration: { params: { block: string }; takes: undefined; gives: { audio: string; cues: { end: number; slide: number; start: number; text: string }[]; voice: string } };
  /** the sound, OGG/Vorbis */
  read_narration_audio: { params: { block: string }; takes: undefined; gives: undefined };
  /** this description */
  read_openapi: { params: undefined; takes: undefined; gives: unknown };
  /** stages, options, samples, cost, job */
  read_project: { params: { project: string }; takes: undefined; gives: unknown };
  /** report.json of the project */
  read_report: { params: { project: string }; takes: undefined; gives: unknown };
  /** the class as a CSV */
  read_roster: { params: { id: string }; takes: undefined; gives: undefined };
  /** how a sample looks */
  read_sample: { params: { project: string; sample: string }; takes: undefined; gives: unknown };
  /** a sample as sound, picture or table */
  read_sample_file: { params: { project: string; sample: string }; takes: undefined; gives: undefined };
  /** the search's options and its candidates, as far as it is */
  read_search: { params: { project: string }; takes: undefined; gives: unknown };
  /** how to teach a section, with answers */
  read_teach_page: { params: { section: string }; takes: undefined; gives: { chapter: string; course: string; html: string; language: string; minutes: number; section: string; title: string; units: { id: string; title: string }[] } };
  /** one's own test */
  read_test: { params: { section: string }; takes: undefined; gives: { answered: number; attempts?: number; due_ms?: number; from_ms?: number; questions?: number; score?: number; section: string; state: string; title: string; track: string } };
  /** a unit with its blocks, as the caller sees it */
  read_unit: { params: { id: string }; takes: undefined; gives: { blocks: { id: string; kind: string; revision: string; state: string }[]; bookmarked: boolean; concepts: string[]; id: string; kind: string; language: string; minutes: number; next: unknown; path: { chapter: { id: string; title: string }; course: { id: string; title: string }; section: { id: string; title: string } }; previous: unknown; resume_block: unknown; siblings: { id: string; kind: string; state: string; title: string }[]; test?: unknown; title: string } };
  /** progress, grades, bookmarks, last attempts */
  read_work: { params: undefined; takes: undefined; gives: { attempts: unknown[]; bookmarks: unknown[]; courses: unknown[]; grades: unknown[] } };
  /** sets the label of samples; null leaves them out, a recording is deleted */
  relabel_samples: { params: { project: string }; takes: { ids: string[]; label?: unknown }; gives: { changed: number } };
  /** what happened in the page */
  report_events: { params: undefined; takes: { events: { body: Record<string, unknown>; id?: string; kind: string; where: string }[] }; gives: { accepted: number } };
  /** a moderator should look at it */
  report_post: { params: { id: string }; takes: { id?: string; reason: string }; gives: { accepted: boolean; at_ms: number; author: string; deleted: boolean; edit_reason: string; edited_ms: number; hidden: boolean; hidden_reason: string; html: string; id: string; may_accept: boolean; mine: boolean; parent: unknown; reported: boolean; reports?: string[]; text?: string } };
  /** show scores and keys */
  reveal_test: { params: { id: string; section: string }; takes: Record<string, unknown>; gives: { answered: number; attempts?: number; due_ms?: number; from_ms?: number; keys?: boolean; last_due_ms?: number; opening?: string; sealed?: boolean; section: string; state: string; title: string; track: string } };
  /** units where all words (?q=) occur */
  search: { params: undefined; takes: undefined; gives: { block: string; course: string; post?: string; room?: string; snippet_html: string; thread?: string; title: string; unit: string }[] };
  /** first day and grace */
  set_calendar: { params: { id: string }; takes: { grace_hours: number; start_ms: number }; gives: { dates: { due_days: number; due_ms: unknown; section: string; title: string; unit: string }[]; grace_hours: number; start_ms: number } };
  /** role and extension in a class */
  set_member: { params: { id: string; learner: string }; takes: { extension_days?: number; role?: string }; gives: { extension_days: number; role: string } };
  /** one option of the recipe */
  set_option: { params: { project: string }; takes: { name: string; section: string; value: string }; gives: unknown };
  /** what somebody may do */
  set_roles: { params: { id: string }; takes: { roles: string[] }; gives: { id: string; roles: string[] } };
  /** sign in, or begin, with a nickname */
  sign_in: { params: undefined; takes: { code?: string; nickname: string; secret?: string }; gives: { me: { classes: { id: string; role: string; title: string }[]; id: string; nickname: string; roles: string[] } } };
  /** sign out on this machine */
  sign_out: { params: undefined; takes: undefined; gives: undefined };
  /** runs stages, "compare" or "search" with its options; none named: all stages that have something new to do */
  start_job: { params: { project: string }; takes: { options?: Record<string, string>; stages?: string[] }; gives: unknown };
  /** pause, go_on, step (one epoch) or stop */
  steer_job: { params: { project: string; action: string }; takes: undefined; gives: unknown };
  /** the best network of the search into the recipe */
  take_best: { params: { project: string }; takes: undefined; gives: unknown };
  /** the next hint */
  take_hint: { params: { block: string }; takes: undefined; gives: { html: string; left: number; n: number } };
  /** learners by a CSV (nickname,extension_days) as the body of the request */
  upload_roster: { params: { id: string }; takes: undefined; gives: { nickname: string; secret: string; what: string }[] };
  /** server-sent events: the courses were read again */
  watch_courses: { params: undefined; takes: undefined; gives: undefined };
  /** server-sent events: the state of jobs, and every epoch */
  watch_job: { params: { project: string }; takes: undefined; gives: undefined };
  /** a post, or an answer to one */
  write_post: { params: { thread: string }; takes: { id?: string; parent?: string; room?: string; text: string }; gives: { accepted: boolean; at_ms: number; author: string; deleted: boolean; edit_reason: string; edited_ms: number; hidden: boolean; hidden_reason: string; html: string; id: string; may_accept: boolean; mine: boolean; parent: unknown; reported: boolean; reports?: string[]; text?: string } };
  /** the recipe as a text */
  write_recipe: { params: { project: string }; takes: { recipe: string }; gives: unknown };
}

export const rows: { readonly [Name in keyof Rows]: readonly [method: string, path: string] } = {
  accept_post: ['POST', '/posts/{id}/accept'],
  add_recording: ['POST', '/projects/{project}/recordings'],
  add_source: ['POST', '/projects/{project}/sources'],
  archive_project: ['GET', '/projects/{project}/archive'],
  attempt_item: ['POST', '/items/{block}/attempts'],
  close_test: ['POST', '/classes/{id}/tests/{section}/closing'],
  create_project: ['POST', '/projects'],
  delete_post: ['DELETE', '/posts/{id}'],
  delete_project: ['DELETE', '/projects/{project}'],
  drop_source: ['DELETE', '/projects/{project}/sources/{index}'],
  edit_post: ['PUT', '/posts/{id}'],
  erase_learner: ['DELETE', '/learners/{id}'],
  export_archive: ['GET', '/archive'],
  export_learner: ['GET', '/learners/{id}/export'],
  hand_in: ['POST', '/artefacts/{block}'],
  import_archive: ['POST', '/archive'],
  infer: ['POST', '/projects/{project}/infer'],
  join_class: ['POST', '/classes/join'],
  leave_class: ['DELETE', '/classes/{id}/membership'],
  list_accounts: ['GET', '/accounts'],
  list_artefacts: ['GET', '/classes/{id}/artefacts'],
  list_courses: ['GET', '/courses'],
  list_discussions: ['GET', '/discussions'],
  list_files: ['GET', '/projects/{project}/files'],
  list_members: ['GET', '/classes/{id}/members'],
  list_projects: ['GET', '/projects'],
  list_reports: ['GET', '/reports'],
  list_runs: ['GET', '/projects/{project}/runs'],
  list_samples: ['GET', '/projects/{project}/samples'],
  list_teach_pages: ['GET', '/teach'],
  list_templates: ['GET', '/templates'],
  list_tests: ['GET', '/classes/{id}/tests'],
  lock_discussion: ['POST', '/discussions/{thread}/lock'],
  make_class: ['POST', '/classes'],
  mark_read: ['POST', '/discussions/{thread}/read'],
  moderate_post: ['POST', '/posts/{id}/moderation'],
  open_test: ['POST', '/classes/{id}/tests/{section}/opening'],
  preview_unit: ['GET', '/preview/{unit}'],
  read_artefact: ['GET', '/learners/{id}/artefacts/{sha256}'],
  read_audit: ['GET', '/audit'],
  read_calendar: ['GET', '/classes/{id}/calendar'],
  read_class: ['GET', '/classes/{id}'],
  read_comparison: ['GET', '/projects/{project}/comparison'],
  read_course: ['GET', '/courses/{id}'],
  read_discussion: ['GET', '/discussions/{thread}'],
  read_features: ['GET', '/projects/{project}/samples/{sample}/features'],
  read_file: ['GET', '/projects/{project}/files/{path...}'],
  read_glossary: ['GET', '/glossary'],
  read_grades: ['GET', '/classes/{id}/grades.csv'],
  read_hub: ['GET', '/hub'],
  read_job: ['GET', '/projects/{project}/job'],
  read_map: ['GET', '/projects/{project}/map'],
  read_matrix: ['GET', '/classes/{id}/matrix'],
  read_me: ['GET', '/me'],
  read_narration: ['GET', '/narration/{block}'],
  read_narration_audio: ['GET', '/narration/{block}/audio'],
  read_openapi: ['GET', '/openapi.json'],
  read_project: ['GET', '/projects/{project}'],
  read_report: ['GET', '/projects/{project}/report'],
  read_roster: ['GET', '/classes/{id}/roster.csv'],
  read_sample: ['GET', '/projects/{project}/samples/{sample}'],
  read_sample_file: ['GET', '/projects/{project}/samples/{sample}/file'],
  read_search: ['GET', '/projects/{project}/search'],
  read_teach_page: ['GET', '/teach/{section}'],
  read_test: ['GET', '/tests/{section}'],
  read_unit: ['GET', '/units/{id}'],
  read_work: ['GET', '/work'],
  relabel_samples: ['POST', '/projects/{project}/samples'],
  report_events: ['POST', '/events'],
  report_post: ['POST', '/posts/{id}/reports'],
  reveal_test: ['POST', '/classes/{id}/tests/{section}/revealing'],
  search: ['GET', '/search'],
  set_calendar: ['PUT', '/classes/{id}/calendar'],
  set_member: ['PUT', '/classes/{id}/members/{learner}'],
  set_option: ['POST', '/projects/{project}/options'],
  set_roles: ['PUT', '/accounts/{id}/roles'],
  sign_in: ['POST', '/session'],
  sign_out: ['DELETE', '/session'],
  start_job: ['POST', '/projects/{project}/job'],
  steer_job: ['POST', '/projects/{project}/job/{action}'],
  take_best: ['POST', '/projects/{project}/search/best'],
  take_hint: ['POST', '/items/{block}/hints'],
  upload_roster: ['POST', '/classes/{id}/roster'],
  watch_courses: ['GET', '/changes'],
  watch_job: ['GET', '/projects/{project}/job/events'],
  write_post: ['POST', '/discussions/{thread}/posts'],
  write_recipe: ['PUT', '/projects/{project}/recipe'],
};
