package dev.linewarden.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.Recipient.Consent;
import dev.linewarden.core.wishes.Wishes;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WishesTest {

    private static final Policy.Consent POLICY =
            new Policy.Consent(true, Set.of("genug"), Set.of("weiter"), Duration.ofMinutes(5));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP",
                "Stop. Thank you",
                "stop please",
                "stopall",
                "Stop all now!",
                "QUIT",
                "end",
                "revoke",
                "opt out",
                "Opt-out",
                "optout",
                "Cancel",
                "unsubscribe, please",
                "remove",
                "Arrêt",
                "ALTO",
                "baja",
                "please opt me out",
                "You can take me off your list",
                "remove me from this",
                "Stop texting me.",
                "stop it",
                "stop messaging me please",
                "Do not contact me again",
                "don't text me",
                "Please stop",
                "please, please STOP",
                "pls unsubscribe",
                "Don't stop texting him, stop texting me!",
                "Genug!"
            })
    void is_an_opt_out(String text) {
        assertThat(Wishes.read(text, POLICY)).isEqualTo(Consent.OPTED_OUT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Can you stop by at 5?",
                "cancel my 3pm appointment",
                "The end is near",
                "yes",
                "I never quit",
                "at the bus stop",
                "stopwatch",
                "removed",
                "unsubscribed long ago?",
                "please do",
                "please stop by at 5",
                "Don't stop texting me!",
                "please do not take me off the list",
                "I will never stop texting you",
                ""
            })
    void says_nothing_about_being_texted(String text) {
        assertThat(Wishes.read(text, POLICY)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"START", "Start please", "unstop", "opt in", "subscribe", "weiter"})
    void takes_it_back(String text) {
        assertThat(Wishes.read(text, POLICY)).isEqualTo(Consent.OPTED_IN);
    }
}
