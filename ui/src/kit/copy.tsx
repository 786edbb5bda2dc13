import { ActionIcon, Tooltip } from '@mantine/core';
import { useTimeout } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Plain http has no clipboard API: then the old way. */
async function copyText(text: string): Promise<boolean> {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        const area = document.createElement('textarea');
        area.value = text;
        area.className = 'ms-hidden';
        document.body.append(area);
        area.select();
        const done = document.execCommand('copy');
        area.remove();
        return done;
    }
}

export function Copy({ text, label }: { text: string; label?: string }) {
    const { t } = useTranslation();
    const [done, setDone] = useState(false);
    const { start } = useTimeout(() => setDone(false), 1800);
    const name = done ? t('action.copied') : (label ?? t('action.copy'));
    return (
        <Tooltip label={name}>
            <ActionIcon
                aria-label={name}
                onClick={() =>
                    void copyText(text).then((ok) => {
                        setDone(ok);
                        start();
                    })
                }
            >
                {done ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
        </Tooltip>
    );
}
