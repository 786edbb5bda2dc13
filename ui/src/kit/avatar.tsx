// A person's picture: their own where a trait holds one that can be shown without asking another
// host, else letters on a colour that follows from the id.
import { initials } from './names';
import styles from './avatar.module.css';

const HUES = [222, 200, 176, 150, 96, 46, 22, 350, 322, 286, 258];

function hueOf(id: string): number {
    let h = 0;
    for (const c of id) h = (h * 31 + (c.codePointAt(0) ?? 0)) >>> 0;
    return HUES[h % HUES.length] ?? 222;
}

interface AvatarProps {
    id: string;
    /** undefined: anonymous. */
    name: string | undefined;
    picture?: unknown;
    size?: number;
}

export function Avatar({ id, name, picture, size = 32 }: AvatarProps) {
    const box = { width: size, height: size, fontSize: Math.round(size * 0.4) };
    if (typeof picture === 'string' && /^data:image\/(png|jpeg|webp);base64,/.test(picture)) {
        return <img src={picture} alt="" className={styles.avatar} style={box} />;
    }
    if (name === undefined) {
        return <span aria-hidden className={`${styles.avatar} ${styles.nobody}`} style={box} />;
    }
    return (
        <span
            aria-hidden
            className={`${styles.avatar} ${styles.letters}`}
            style={{ ...box, ['--hue' as string]: hueOf(id) }}
        >
            {initials(name)}
        </span>
    );
}
