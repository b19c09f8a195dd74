package dev.linewarden.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.support.Cluster;
import dev.linewarden.support.SharedBroker;
import dev.linewarden.support.Until;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsResult;
import org.junit.jupiter.api.Test;

class TopicAdminIT {

    @Test
    void a_topic_deleted_while_the_topics_are_checked_is_told_as_missing() throws Exception {
        try (Cluster cluster = new Cluster("deleted");
                Admin admin = new DeletesWhatItListed(cluster.topics().alerts())) {
            assertThat(new TopicAdmin(admin, cluster.topics()).check(Cluster.PARTITIONS))
                    .containsExactly("topic deleted.alerts is missing: run `linewarden topics create"
                            + " --topic-prefix deleted.`");
        }
    }

    /** Returns a list of topics only when one that it names is gone. */
    private static final class DeletesWhatItListed extends ForwardingAdmin {

        private final String topic;

        private DeletesWhatItListed(String topic) {
            super(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()));
            this.topic = topic;
        }

        @Override
        public ListTopicsResult listTopics(ListTopicsOptions options) {
            ListTopicsResult listed = super.listTopics(options);
            try {
                assertThat(listed.names().get()).contains(topic);
                deleteTopics(List.of(topic)).all().get();
            } catch (InterruptedException | ExecutionException failed) {
                throw new IllegalStateException(failed);
            }
            Until.holds(this::isGone);
            return listed;
        }

        private boolean isGone() {
            try {
                describeTopics(List.of(topic)).allTopicNames().get();
                return false;
            } catch (InterruptedException | ExecutionException gone) {
                return true;
            }
        }
    }
}
