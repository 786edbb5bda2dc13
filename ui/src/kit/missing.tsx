import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Notice } from './state';

/** An address that leads nowhere. */
export function Missing() {
    const { t } = useTranslation();
    return (
        <Notice
            whole
            icon={<IconMapOff size={22} stroke={1.5} />}
            title={t('missing.title')}
            action={
                <Button variant="default" renderRoot={(p) => <Link to="/" {...p} />}>
                    {t('missing.home')}
                </Button>
            }
        >
            {t('missing.text')}
        </Notice>
    );
}
