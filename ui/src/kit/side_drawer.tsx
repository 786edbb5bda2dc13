import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFocusBack } from './focus';

interface Props {
    opened: boolean;
    onClose: () => void;
    label: string;
    children: ReactNode;
}

/** The navigation where there is no room beside the page. */
export default function SideDrawer({ opened, onClose, label, children }: Props) {
    useFocusBack(opened);
    return (
        <Drawer.Root opened={opened} onClose={onClose} size={280}>
            <Drawer.Overlay />
            <Drawer.Content aria-label={label}>{children}</Drawer.Content>
        </Drawer.Root>
    );
}
