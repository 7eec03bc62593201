// Looks for a number whose SHA-256 with the challenge begins with some zero bits. SHA-256 is written out here (FIPS
// 180-4): the browser's own is not there without HTTPS, and too slow when asked thousands of times.
const PRIMES = [];
for (let n = 2; PRIMES.length < 64; n += 1) if (PRIMES.every((p) => n % p)) PRIMES.push(n);
const fraction = (x) => ((x - Math.floor(x)) * 0x100000000) >>> 0;
const K = PRIMES.map((p) => fraction(Math.cbrt(p)));
const START = PRIMES.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
const W = new Int32Array(64);

function firstWords(text) {
  const size = ((text.length + 8) >> 6) + 1 << 4;
  const words = new Int32Array(size);
  for (let i = 0; i < text.length; i += 1) words[i >> 2] |= text.charCodeAt(i) << (24 - (i & 3) * 8);
  words[text.length >> 2] |= 0x80 << (24 - (text.length & 3) * 8);
  words[size - 1] = text.length * 8;
  const state = START.slice();
  for (let at = 0; at < size; at += 16) {
    for (let t = 0; t < 64; t += 1) {
      if (t < 16) { W[t] = words[at + t]; continue; }
      const a = W[t - 15], b = W[t - 2];
      const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
      const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
      W[t] = (W[t - 16] + s0 + W[t - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 64; t += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[t] + W[t]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = (state[i] + word) | 0; });
  }
  return state[0] >>> 0;
}

onmessage = (event) => {
  const [challenge, bits] = event.data;
  const below = 2 ** (32 - bits);
  let number = 0;
  while (firstWords(`${challenge}:${number}`) >= below) number += 1;
  postMessage(String(number));
};
