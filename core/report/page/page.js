// SPDX-License-Identifier: Apache-2.0
// The page's only script: play buttons, the threshold picker, the rail. Everything it changes was drawn without it.
(function () {
  'use strict';
  const data = JSON.parse(document.getElementById('page-data').textContent);
  const byId = (id) => document.getElementById(id);
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  document.body.classList.add('scripted');

  // --- play buttons: one sound at a time, a line that runs with it
  let sound = null;
  let card = null;
  function stop() {
    if (sound) sound.pause();
    if (card) card.classList.remove('playing');
    sound = card = null;
  }
  function follow() {
    if (!sound || !card) return;
    const part = sound.duration > 0 ? sound.currentTime / sound.duration : 0;
    card.querySelector('.playhead').style.left = (100 * part).toFixed(1) + '%';
    requestAnimationFrame(follow);
  }
  function play(button) {
    const same = card === button.closest('.clip');
    stop();
    if (same) return;
    card = button.closest('.clip');
    sound = new Audio('data:audio/wav;base64,' + data.clips[Number(button.dataset.clip)]);
    sound.addEventListener('ended', stop);
    card.classList.add('playing');
    sound.play().then(follow, stop);
  }
  document.querySelectorAll('.play').forEach((button) => button.addEventListener('click', () => play(button)));

  // --- the rail follows the reader
  const links = new Map();
  document.querySelectorAll('.rail a').forEach((a) => links.set(a.getAttribute('href').slice(1), a));
  const rail = document.querySelector('.rail');
  function mark(id) {
    const link = links.get(id);
    rail.scrollLeft = link.offsetLeft - (rail.clientWidth - link.offsetWidth) / 2;
    links.forEach((a, key) => (key === id ? a.setAttribute('aria-current', 'true') : a.removeAttribute('aria-current')));
  }
  if ('IntersectionObserver' in window) {
    const seen = new IntersectionObserver((entries) => {
      entries.forEach((entry) => { if (entry.isIntersecting) mark(entry.target.id); });
    }, { rootMargin: '-20% 0px -70% 0px' });
    links.forEach((a, id) => { const section = byId(id); if (section) seen.observe(section); });
  }

  // --- what both thresholds need
  const percent = (part, whole) => (whole === 0 ? '\u2013' : (100 * part / whole).toFixed(1) + '\u202f%');
  const share = (part, whole) => (whole === 0 ? 0 : part / whole);
  // Where a chart's plot lies, in its own units.
  function placer(box) {
    const [left, top, width, height] = box.dataset.frame.split(',').map(Number);
    return (x, y) => (left + x * width).toFixed(1) + ',' + (top + (1 - y) * height).toFixed(1);
  }
  function paint(cell, value, total, empty) {
    const part = share(value, total);
    cell.textContent = value === 0 ? empty : value;
    const right = cell.classList.contains('right');
    const strong = part > 0.5 ? 0.82 + 0.36 * (part - 0.5) : 0.05 + 0.8 * part;
    cell.style.setProperty('--a', (right ? strong : 0.03 + 0.52 * part).toFixed(3));
    cell.classList.toggle('hot', right && part > 0.5);
  }

  // --- threshold picker
  function pickThreshold(slider) {
    const choice = byId('picker-word');  // none where one threshold holds for all
    const n = data.labels.length;
    const truths = bytes(data.truths);
    const tops = bytes(data.tops);
    const scores = bytes(data.scores);
    const keyword = data.labels.map((_, i) => data.keywords.includes(i));
    const words = data.words;

    // Counts at threshold t (0..255) for one word, or for all keywords when word is -1: as core/eval/threshold_sweep does.
    function count(word, t) {
      const r = { positives: 0, negatives: 0, falseAccepts: 0, missed: 0, wrong: 0 };
      for (let i = 0; i < truths.length; ++i) {
        const offered = word < 0 ? tops[i] : word;
        const positive = word < 0 ? keyword[truths[i]] : truths[i] === word;
        const accepted = keyword[offered] && scores[i * n + offered] >= t;
        if (!positive) {
          ++r.negatives;
          if (accepted) ++r.falseAccepts;
        } else {
          ++r.positives;
          if (!accepted) ++r.missed;
          else if (offered !== truths[i]) ++r.wrong;
        }
      }
      return r;
    }

    const cells = Array.from(document.querySelectorAll('#picker .confusion tbody tr'), (row) => Array.from(row.querySelectorAll('td')));
    document.querySelectorAll('#picker .rejected').forEach((cell) => { cell.hidden = false; });
    function drawConfusion(t) {
      const counts = data.labels.map(() => new Array(n + 1).fill(0));
      for (let i = 0; i < truths.length; ++i) {
        const top = tops[i];
        const silent = keyword[top] && scores[i * n + top] < t;
        ++counts[truths[i]][silent ? n : top];
      }
      let right = 0;
      let rejected = 0;
      counts.forEach((row, i) => {
        const total = row.reduce((a, b) => a + b, 0);
        row.forEach((value, j) => paint(cells[i][j], value, total, ''));
        right += row[i];
        rejected += row[n];
      });
      byId('confusion-note').textContent = 'At this threshold ' + right + ' of ' + truths.length + ' ' + words.items +
        ' are named rightly and ' + (data.confidence ? rejected + (rejected === 1 ? ' gets' : ' get') + ' no answer.' : 'in ' + rejected + ' the device does not react.');
    }

    // Type I and II; without a rest class wrong and missing answers, both of all.
    function rates(r) {
      return data.confidence
        ? [[r.wrong, r.positives], [r.missed, r.positives]]
        : [[r.falseAccepts, r.negatives], [r.missed + r.wrong, r.positives]];
    }
    const place = placer(byId('picker'));
    function drawCurves(word) {
      const accepts = [];
      const misses = [];
      for (let t = 0; t <= 255; t += 3) {
        const [first, second] = rates(count(word, t));
        accepts.push(place(t / 255, share(...first)));
        misses.push(place(t / 255, share(...second)));
      }
      byId('type1-line').setAttribute('points', accepts.join(' '));
      byId('type2-line').setAttribute('points', misses.join(' '));
    }

    function drawNumbers(word, t) {
      const r = count(word, t);
      const [first, second] = rates(r);
      byId('type1').textContent = percent(...first);
      byId('type2').textContent = percent(...second);
      if (data.confidence) {
        byId('type1-detail').textContent = r.wrong + ' of ' + r.positives + ' ' + words.items + ' would be named wrongly';
        byId('type2-detail').textContent = r.missed + ' of ' + r.positives + ' ' + words.items + ' would be left without a name';
        return;
      }
      byId('type1-detail').textContent = r.falseAccepts + ' of ' + r.negatives + ' ' + words.items + ' without ' +
        (word < 0 ? 'a ' + words.target : '\u201c' + data.labels[word] + '\u201d') + ' would wake it';
      byId('type2-detail').textContent = r.missed + ' of ' + r.positives + ' ' + words.positives + ' would be ignored' +
        (r.wrong > 0 ? ', ' + r.wrong + ' taken for another' : '');
    }
    function update(redrawCurves) {
      const word = choice ? Number(choice.value) : -1;
      const t = Number(slider.value);
      const text = (t / 255).toFixed(2);
      byId('picker-value').textContent = text;
      slider.setAttribute('aria-valuetext', text);
      byId('threshold-line').setAttribute('points', place(t / 255, 1) + ' ' + place(t / 255, 0));
      if (redrawCurves) drawCurves(word);
      drawNumbers(word, t);
      drawConfusion(t);
    }
    slider.addEventListener('input', () => update(false));
    if (choice) choice.addEventListener('change', () => update(true));
    byId('picker-reset').addEventListener('click', () => {
      slider.value = (choice ? choice.selectedOptions[0] : slider).dataset.suggested;
      update(false);
    });
    update(true);
  }

  // --- threshold of an anomaly score: above it is an alarm
  function pickAlarm(slider) {
    const box = byId('anomaly');
    const place = placer(box);
    const low = Number(box.dataset.low);
    const high = Number(box.dataset.high);
    const log = box.dataset.log === '1';
    const trained = Number(slider.dataset.threshold);
    const start = slider.value;
    const scoreAt = (p) => (log ? low * Math.pow(high / low, p) : low + (high - low) * p);
    const items = data.words.items;

    function update(threshold) {
      const found = data.anomalous.filter((s) => s > threshold).length;
      const alarms = data.normal.filter((s) => s > threshold).length;
      const strange = data.anomalous.length;
      const normal = data.normal.length;
      const text = Number(threshold.toPrecision(3)).toString();
      byId('anomaly-value').textContent = text;
      slider.setAttribute('aria-valuetext', text);
      const part = Number(slider.value) / 1000;
      byId('anomaly-line').setAttribute('points', place(part, 1) + ' ' + place(part, 0));
      byId('anomaly-false').textContent = percent(alarms, normal);
      byId('anomaly-missed').textContent = percent(strange - found, strange);
      byId('anomaly-false-detail').textContent = alarms + ' of ' + normal + ' normal ' + items;
      byId('anomaly-missed-detail').textContent = (strange - found) + ' of ' + strange + ' anomalous ' + items;
      paint(byId('cell-found'), found, strange, '0');
      paint(byId('cell-missed'), strange - found, strange, '0');
      paint(byId('cell-false'), alarms, normal, '0');
      paint(byId('cell-passed'), normal - alarms, normal, '0');
      byId('anomaly-precision').textContent = percent(found, found + alarms);
      byId('anomaly-recall').textContent = percent(found, strange);
      byId('anomaly-f1').textContent = share(2 * found, found + alarms + strange).toFixed(3);
    }
    slider.addEventListener('input', () => update(scoreAt(Number(slider.value) / 1000)));
    byId('anomaly-reset').addEventListener('click', () => { slider.value = start; update(trained); });
  }

  const slider = byId('picker-threshold');
  if (slider) pickThreshold(slider);
  const alarm = byId('anomaly-threshold');
  if (alarm) pickAlarm(alarm);
})();
