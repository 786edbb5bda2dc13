// rng.mjs - random numbers that depend on a seed alone, so that a seed is a whole world.
//
//   const r = new Rng('seed', 'people');   // any text and numbers; the same ones, the same stream
//   r.float()  r.int(n)  r.chance(p)  r.pick(list)  r.weighted([[value, weight], …])
//
// THEORY  sfc32 (C. Doty-Humphrey, PractRand), seeded by FNV-1a over the labels. Each part of the
//         world draws from a stream of its own (by label), so that a change in one part leaves the
//         others as they were.

function fnv1a(text, h) {
    for (let i = 0; i < text.length; i++) {
        h ^= text.charCodeAt(i);
        h = Math.imul(h, 0x01000193);
    }
    return h >>> 0;
}

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

export class Rng {
    constructor(...labels) {
        const text = labels.join('\u0000');
        this.a = fnv1a(text, 0x811c9dc5);
        this.b = fnv1a(text, 0x9747b28c);
        this.c = fnv1a(text, 0x2c1b3c6d);
        this.n = 1;
        for (let i = 0; i < 12; i++) this.u32();
    }

    u32() {
        const t = (((this.a + this.b) | 0) + this.n) | 0;
        this.n = (this.n + 1) | 0;
        this.a = this.b ^ (this.b >>> 9);
        this.b = (this.c + (this.c << 3)) | 0;
        this.c = (this.c << 21) | (this.c >>> 11);
        this.c = (this.c + t) | 0;
        return t >>> 0;
    }

    /** 0 <= x < 1 */
    float() {
        return this.u32() / 4294967296;
    }

    /** A whole number, 0 <= x < n. */
    int(n) {
        return Math.floor(this.float() * n);
    }

    between(from, to) {
        return from + this.float() * (to - from);
    }

    chance(p) {
        return this.float() < p;
    }

    pick(list) {
        return list[this.int(list.length)];
    }

    /** One of [[value, weight], …]. */
    weighted(pairs) {
        let sum = 0;
        for (let i = 0; i < pairs.length; i++) sum += pairs[i][1];
        let x = this.float() * sum;
        for (let i = 0; i < pairs.length; i++) {
            x -= pairs[i][1];
            if (x < 0) return pairs[i][0];
        }
        return pairs[pairs.length - 1][0];
    }

    normal() {
        const u = 1 - this.float();
        return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * this.float());
    }

    /** Median m, spread s in units of the logarithm. */
    lognormal(m, s) {
        return m * Math.exp(s * this.normal());
    }

    poisson(mean) {
        const limit = Math.exp(-mean);
        let n = 0;
        for (let p = this.float(); p > limit && n < 1000; n++) p *= this.float();
        return n;
    }

    digits(n) {
        let s = '';
        while (s.length < n) s += String(this.int(10));
        return s;
    }

    hex(n) {
        let s = '';
        while (s.length < n) s += HEX[this.u32() & 255];
        return s.slice(0, n);
    }

    uuid() {
        const x = [this.u32(), this.u32(), this.u32(), this.u32()];
        const h = (v, shift) => HEX[(v >>> shift) & 255];
        const w = (v) => h(v, 24) + h(v, 16);
        const l = (v) => h(v, 8) + h(v, 0);
        const b = (x[1] & 0xffff0fff) | 0x4000;
        const c = (x[2] & 0x3fffffff) | 0x80000000;
        return `${w(x[0])}${l(x[0])}-${w(b)}-${l(b)}-${w(c)}-${l(c)}${w(x[3])}${l(x[3])}`;
    }
}
