// The frame of pages outside of a session: a form on one side, the sign on the other.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LOCALES, currentLocale, speak } from '../i18n';
import { Mark } from '../kit/mark';
import styles from './frame.module.css';

interface FrameProps {
    title: string;
    about?: string;
    children?: ReactNode;
}

export function Frame({ title, about, children }: FrameProps) {
    const { t } = useTranslation();
    return (
        <div className={styles.frame}>
            <main className={styles.side}>
                <div className={styles.brand}>
                    <Mark size={30} />
                    <span>{t('app.name')}</span>
                </div>
                <div className={styles.form}>
                    <h1 className={styles.title}>{title}</h1>
                    {about && <p className={styles.about}>{about}</p>}
                    {children}
                </div>
                <div className={styles.languages}>
                    {LOCALES.map((l) => (
                        <button
                            key={l.value}
                            type="button"
                            lang={l.value}
                            className={styles.language}
                            aria-pressed={currentLocale() === l.value}
                            onClick={() => void speak(l.value)}
                        >
                            {l.label}
                        </button>
                    ))}
                </div>
            </main>
            <div className={styles.picture} aria-hidden>
                <Cord />
                <p className={styles.line}>{t('account.tagline')}</p>
            </div>
        </div>
    );
}

/** Many threads that become one. */
function Cord() {
    const threads = Array.from({ length: 15 }, (_, i) => {
        const y = 40 + i * 30;
        const end = 250 + (i - 7) * 1.5;
        return `M0 ${y} C 190 ${y}, 220 ${end}, 360 ${end} S 520 ${end}, 640 ${end}`;
    });
    return (
        <svg viewBox="0 0 640 500" className={styles.cord}>
            {threads.map((d, i) => (
                <path
                    key={d}
                    d={d}
                    fill="none"
                    stroke="currentColor"
                    strokeWidth="1.5"
                    opacity={0.25 + 0.05 * ((i * 7) % 9)}
                />
            ))}
            <circle cx="360" cy="250" r="15" className={styles.knot} />
        </svg>
    );
}
