// Is this a telephone? As the style sheets have it.
import { useMediaQuery } from '@mantine/hooks';

export const usePhone = () =>
    useMediaQuery('(max-width: 767px)', undefined, { getInitialValueInEffect: false });
