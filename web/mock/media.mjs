// SPDX-License-Identifier: Apache-2.0
// A drawing, a sound and captions, made when they are asked for.
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300"><rect width="640" height="300" fill="#f4f8f6"/>
<g fill="#0a7560"><rect x="60" y="40" width="220" height="220" rx="10" opacity=".25"/><rect x="340" y="150" width="110" height="110" rx="8" opacity=".55"/><rect x="520" y="246" width="14" height="14" rx="2"/></g>
<g font-family="sans-serif" font-size="17" fill="#14211d"><text x="60" y="285">laptop</text><text x="340" y="285">phone</text><text x="490" y="285">microcontroller</text></g></svg>`;
const captions = `WEBVTT

00:00.000 --> 00:02.000
For seventy years we told computers what to do, rule by rule.

00:02.000 --> 00:04.000
A learning machine gets examples instead, and looks for the rule itself.

00:04.000 --> 00:06.000
And the machine may be tiny: ten spoken words fit into twenty kilobytes.
`;

/** Six seconds of a quiet 220 Hz tone, 8 kHz, 8 bit. */
function tone() {
  const n = 6 * 8000;
  const wav = Buffer.alloc(44 + n);
  wav.write('RIFF', 0); wav.writeUInt32LE(36 + n, 4); wav.write('WAVEfmt ', 8); wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20); wav.writeUInt16LE(1, 22); wav.writeUInt32LE(8000, 24); wav.writeUInt32LE(8000, 28);
  wav.writeUInt16LE(1, 32); wav.writeUInt16LE(8, 34); wav.write('data', 36); wav.writeUInt32LE(n, 40);
  for (let i = 0; i < n; i++) wav[44 + i] = 128 + Math.round(12 * Math.sin((2 * Math.PI * 220 * i) / 8000));
  return wav;
}

const files = {
  '/media/scale.svg': ['image/svg+xml', drawing],
  '/media/welcome.vtt': ['text/vtt', captions],
  '/media/tone.wav': ['audio/wav', tone()],
};

export function media(path, response) {
  const [type, body] = files[path] ?? [];
  if (!type) return void response.writeHead(404).end();
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body), 'Accept-Ranges': 'none' });
  response.end(body);
}
