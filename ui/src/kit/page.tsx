// A page's frame: title, what can be done, content. Sets the document's title and moves the focus
// to the heading when the address changes, so that a screen reader says where one is.
import { IconChevronLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './page.module.css';

interface PageProps {
    title: string;
    /** One sentence below the title. */
    about?: ReactNode;
    actions?: ReactNode;
    /** Where "back" leads, and what it is called. */
    back?: { to: string; label: string };
    /** Reading width instead of the whole width. */
    narrow?: boolean;
    /** In place of the title's plain text. */
    heading?: ReactNode;
    children: ReactNode;
}

export function Page({ title, about, actions, back, narrow, heading, children }: PageProps) {
    const { t } = useTranslation();
    const h1 = useRef<HTMLHeadingElement>(null);
    useEffect(() => {
        document.title = `${title} · ${t('app.name')}`;
    }, [title, t]);
    useEffect(() => {
        h1.current?.focus({ preventScroll: true });
    }, []);
    return (
        <div className={narrow ? styles.narrow : styles.page}>
            {back && (
                <Link to={back.to} className={styles.back}>
                    <IconChevronLeft size={15} aria-hidden /> {back.label}
                </Link>
            )}
            <header className={styles.head}>
                <div className={styles.titles}>
                    <h1 ref={h1} tabIndex={-1} className={styles.title}>
                        {heading ?? title}
                    </h1>
                    {about && <p className={styles.about}>{about}</p>}
                </div>
                {actions && <div className={styles.actions}>{actions}</div>}
            </header>
            {children}
        </div>
    );
}

interface SectionProps {
    title: string;
    about?: ReactNode;
    actions?: ReactNode;
    children?: ReactNode;
    /** Without inner padding, for tables. */
    flush?: boolean;
}

/** A card with a heading. */
export function Section({ title, about, actions, children, flush }: SectionProps) {
    return (
        <section className={`ms-card ${styles.section}`} aria-label={title}>
            <div className={styles.sectionHead}>
                <div>
                    <h2 className={styles.sectionTitle}>{title}</h2>
                    {about && <p className={styles.about}>{about}</p>}
                </div>
                {actions && <div className={styles.actions}>{actions}</div>}
            </div>
            {children && <div className={flush ? styles.flush : styles.body}>{children}</div>}
        </section>
    );
}
