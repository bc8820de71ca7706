// SPDX-License-Identifier: Apache-2.0
// A small grader: enough to click through the pages; the real one is learning/quiz.

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const plain = (text) => String(text ?? '').trim().toLowerCase();
const share = (right, all) => (all === 0 ? 0 : right / all);

const scores = {
  single: (key, r) => Number(key.choice === r.choice),
  multi: (key, r) => {
    const chosen = new Set(r.choices ?? []);
    const right = key.choices.filter((c) => chosen.has(c)).length;
    return Math.max(0, right - ([...chosen].length - right)) / key.choices.length;
  },
  numeric: (key, r) => Number(Number(String(r.value).replace(',', '.').replace('−', '-')) === Number(key.value)),
  text: (key, r) => Number(plain(key.text) === plain(r.text)),
  ordering: (key, r) => Number(same(key.order, r.order)),
  matching: (key, r) => share(Object.entries(key.pairs).filter(([l, v]) => r.pairs?.[l] === v).length, Object.keys(key.pairs).length),
};

/** An item with other numbers each time has variants; n attempts were made before. */
const variant = (item, n) => ({ ...item, ...item.variants?.[n % item.variants.length] });

/** What the learner may see of an item. */
export function present(whole, n = 0) {
  const { key, feedback, feedback_value, explain, mastery, hints, variants, ...open } = variant(whole, n);
  return { ...open, hints: hints.length };
}

function scoreOf(item, response) {
  if (item.type === 'survey' || item.type === 'predict') return 1;
  if (item.type === 'free') {
    const all = (item.rubric ?? []).reduce((sum, row) => sum + row.points, 0);
    return share(Object.values(response.rubric ?? {}).reduce((sum, points) => sum + points, 0), all);
  }
  return scores[item.type](item.key, response);
}

function feedbackOf(item, response) {
  const perOption = {};
  for (const id of [response.choice, ...(response.choices ?? [])]) if (item.feedback?.[id]) perOption[id] = item.feedback[id];
  const line = item.feedback_value?.[plain(response.value)];
  return { feedback: line ? [line] : [], per_option: perOption };
}

/** before: the attempts so far, each {n, score, correct}. */
export function grade(whole, response, before) {
  const item = variant(whole, before.length);
  const score = scoreOf(item, response);
  const correct = score === 1;
  const attempt = { n: before.length + 1, score, correct };
  const left = item.max_attempts === 0 ? null : Math.max(0, item.max_attempts - attempt.n);
  const shown = correct || left === 0;
  const last = [...before, attempt].slice(-(item.mastery?.of ?? 1));
  return {
    attempt, left, ...feedbackOf(item, response),
    ...(shown && (item.explain || item.key) ? { reveal: { html: item.explain, key: item.key } } : {}),
    ...(whole.variants && !shown ? { item: present(whole, attempt.n) } : {}),
    ...(item.mastery ? { mastery: { have: last.filter((a) => a.correct).length, of: item.mastery.of, need: item.mastery.need } } : {}),
  };
}
