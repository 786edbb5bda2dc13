import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface MoreProps {
    has: boolean;
    loading: boolean;
    load: () => void;
}

/** The end of a list that goes on: loads by itself when it comes into view, or by the button. */
export function More({ has, loading, load }: MoreProps) {
    const { t } = useTranslation();
    const box = useRef<HTMLDivElement>(null);
    useEffect(() => {
        if (!has || loading || !box.current) return;
        const watch = new IntersectionObserver(
            (seen) => {
                if (seen.some((e) => e.isIntersecting)) load();
            },
            { rootMargin: '200px' },
        );
        watch.observe(box.current);
        return () => watch.disconnect();
    }, [has, loading, load]);
    if (!has) return null;
    return (
        <div ref={box} style={{ display: 'grid', placeItems: 'center', padding: 14 }}>
            <Button variant="subtle" size="compact-sm" loading={loading} onClick={load}>
                {t('state.more')}
            </Button>
        </div>
    );
}
