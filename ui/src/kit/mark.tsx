const CORD =
    'M6.5 16c0-3.6 2.5-6 5.4-6 5.6 0 6 12 11 12 2.5 0 4.1-2.2 4.1-6s-1.6-6-4.1-6' +
    'c-5 0-5.4 12-11 12-2.9 0-5.4-2.4-5.4-6z';

/** The sign: a cord that crosses itself, and the knot. */
export function Mark({ size = 24 }: { size?: number }) {
    return (
        <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
            <rect width="32" height="32" rx="8" fill="#263f7c" />
            <path d={CORD} fill="none" stroke="#fff" strokeWidth="2.500" />
            <circle cx="17.400" cy="16" r="2.700" fill="#eb6238" />
        </svg>
    );
}
