package dev.linewarden.http;

import dev.linewarden.audit.Stories;
import dev.linewarden.audit.Story;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.Progress;
import dev.linewarden.core.state.RequestRecord;
import jakarta.inject.Singleton;
import java.util.List;

/** Tells stories of requests: where their pool's state is here, from the places that it names; else from whole topics. */
@Singleton
final class StoryDesk {

    private final PoolDesk desk;
    private final Cluster cluster;

    StoryDesk(PoolDesk desk, Cluster cluster) {
        this.desk = desk;
        this.cluster = cluster;
    }

    /**
     * The story of a request; none when no decision about it is known.
     *
     * @throws Refusal 503 when too many are reading
     */
    List<Story> of(String id, String pool) {
        RequestRecord known = desk.known(pool, id);
        Stories stories = new Stories(cluster, Progress.UNSEEN);
        return desk.reading(() -> known == null ? stories.of(id, pool) : stories.of(known, desk.now()));
    }
}
