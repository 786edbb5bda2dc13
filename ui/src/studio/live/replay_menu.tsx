// From when the log is to be replayed, and how fast.
import { Button, Popover, SegmentedControl, TextInput } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { localDateTime } from '../../kit/format';
import { SPEEDS } from './replay';
import styles from './live.module.css';

interface MenuProps {
    onReplay: (at: string) => void;
}

export function ReplayMenu({ onReplay }: MenuProps) {
    const { t } = useTranslation();
    const [open, setOpen] = useState(false);
    const [text, setText] = useState('');
    const at = new Date(text);
    const usable = !Number.isNaN(at.getTime()) && at.getTime() < Date.now();
    const begin = () => {
        setText(localDateTime(new Date(Date.now() - 3_600_000)));
        setOpen(true);
    };
    const submit = (e: FormEvent) => {
        e.preventDefault();
        if (!usable) return;
        setOpen(false);
        onReplay(at.toISOString());
    };
    return (
        <Popover opened={open} onChange={setOpen} position="bottom-end" shadow="md" trapFocus>
            <Popover.Target>
                <Button
                    variant="default"
                    onClick={() => (open ? setOpen(false) : begin())}
                    leftSection={<IconHistory size={16} aria-hidden />}
                >
                    {t('live.replay')}
                </Button>
            </Popover.Target>
            <Popover.Dropdown>
                <form onSubmit={submit} className={styles.replay}>
                    <TextInput
                        type="datetime-local"
                        step={1}
                        label={t('live.replayFrom')}
                        description={t('live.replayAbout')}
                        value={text}
                        error={text !== '' && !usable && t('live.replayAhead')}
                        data-autofocus
                        onChange={(e) => setText(e.currentTarget.value)}
                    />
                    <Button type="submit" disabled={!usable}>
                        {t('live.replayStart')}
                    </Button>
                </form>
            </Popover.Dropdown>
        </Popover>
    );
}

interface SpeedProps {
    speed: number;
    onSpeed: (times: number) => void;
    onLive: () => void;
}

export function ReplaySpeed({ speed, onSpeed, onLive }: SpeedProps) {
    const { t } = useTranslation();
    return (
        <>
            <SegmentedControl
                size="xs"
                aria-label={t('live.speed')}
                value={String(speed)}
                data={SPEEDS.map((s) => ({ value: String(s), label: `${s}×` }))}
                onChange={(v) => onSpeed(Number(v))}
            />
            <Button variant="default" onClick={onLive}>
                {t('live.toLive')}
            </Button>
        </>
    );
}
