// What to do while nothing has arrived: in this order, each with its page.
import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Section } from '../../kit/page';
import { useCan } from '../../kit/session';
import styles from './overview.module.css';

const STEPS = [
    { key: 'source', to: '/sources', scope: 'definitions:write' },
    { key: 'snippet', to: '/sources', scope: 'definitions:read' },
    { key: 'watch', to: '/live', scope: 'collect:read' },
] as const;

export function FirstSteps({ sources }: { sources: number }) {
    const { t } = useTranslation();
    const can = useCan();
    const open = STEPS.filter((s) => can(s.scope));
    const done = (key: string) => key === 'source' && sources > 0;
    const next = open.find((s) => !done(s.key));
    return (
        <Section title={t('overview.first')} about={t('overview.firstText')}>
            <ol className={styles.steps}>
                {open.map((s, i) => (
                    <li key={s.key} data-done={done(s.key) || undefined}>
                        <span className={styles.mark} aria-hidden>
                            {done(s.key) ? <IconCheck size={15} /> : i + 1}
                        </span>
                        <div>
                            <strong>{t(`overview.step.${s.key}`)}</strong>
                            {done(s.key) && (
                                <span className="ms-hidden"> ({t('overview.done')})</span>
                            )}
                            <p className="ms-muted">{t(`overview.step.${s.key}Text`)}</p>
                        </div>
                        {!done(s.key) && (
                            <Button
                                size="xs"
                                variant={s === next ? 'filled' : 'default'}
                                renderRoot={(p) => <Link to={s.to} {...p} />}
                            >
                                {t(`overview.step.${s.key}Do`)}
                            </Button>
                        )}
                    </li>
                ))}
            </ol>
        </Section>
    );
}
