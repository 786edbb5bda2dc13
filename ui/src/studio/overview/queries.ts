import { useQuery } from '@tanstack/react-query';
import { getOverview } from '../../kit/api_gen';

const AGAIN_MS = 5000;

export const useOverview = (live = false) =>
    useQuery({
        queryKey: ['overview'],
        queryFn: ({ signal }) => getOverview({ signal }),
        ...(live ? { refetchInterval: AGAIN_MS } : {}),
    });
