package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Which failures of a transaction mean that a broker was late: as Kafka's producer words them. */
class OneFlushProducerTest {

    private static KafkaException errorState(Throwable cause) {
        return new KafkaException("Cannot execute transactional method because we are in an error state", cause);
    }

    @Test
    void a_record_that_timed_out_was_late() {
        assertThat(OneFlushProducer.isLate(errorState(new TimeoutException("Expiring 1 record"))))
                .isTrue();
    }

    @Test
    void a_record_that_can_no_longer_be_tried_again_was_late_however_it_is_wrapped() {
        KafkaException untried = new KafkaException("can no longer retry them");

        assertThat(OneFlushProducer.isLate(untried)).isTrue();
        assertThat(OneFlushProducer.isLate(errorState(untried))).isTrue();
    }

    @Test
    void what_is_refused_or_fenced_was_not_late() {
        assertThat(OneFlushProducer.isLate(errorState(new RecordTooLargeException("too large"))))
                .isFalse();
        assertThat(OneFlushProducer.isLate(new ProducerFencedException("fenced")))
                .isFalse();
        assertThat(OneFlushProducer.isLate(errorState(new ProducerFencedException("fenced"))))
                .isFalse();
    }
}
