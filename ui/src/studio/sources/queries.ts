import { useQuery } from '@tanstack/react-query';
import { listSources, type Source } from '../../kit/api_gen';

const PAGE = 200;

/** All sources: a workspace has tens of them. */
export const useSources = () =>
    useQuery({
        queryKey: ['sources'],
        queryFn: async ({ signal }) => {
            const all: Source[] = [];
            let cursor: string | null = '';
            while (cursor !== null) {
                const page = await listSources(
                    { limit: PAGE, ...(cursor === '' ? {} : { cursor }) },
                    { signal },
                );
                all.push(...page.items);
                cursor = page.next_cursor;
            }
            return all;
        },
    });
