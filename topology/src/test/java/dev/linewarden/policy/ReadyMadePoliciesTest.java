package dev.linewarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Policy;
import dev.linewarden.support.PolicyFiles;
import dev.linewarden.support.ScenarioFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadyMadePoliciesTest {

    private final PolicyYaml yaml = new PolicyYaml();

    @Test
    void the_default_policy_file_is_the_default_policy_with_every_key_written_out() throws Exception {
        PolicyYaml.Result read = yaml.check(Files.readString(PolicyFiles.FOLDER.resolve("default.yaml")));

        assertThat(read.policy()).isEqualTo(Policy.DEFAULT);
        assertThat(read.settings())
                .filteredOn(setting -> !setting.key().matches(".+\\.mode"))
                .allSatisfy(
                        setting -> assertThat(setting.line()).as(setting.key()).isNotNull());
    }

    @ParameterizedTest
    @MethodSource("dev.linewarden.support.PolicyFiles#readyMade")
    void each_is_a_policy_named_like_its_file_and_has_scenarios(Path file) throws Exception {
        PolicyYaml.Result read = yaml.check(Files.readString(file));
        String name = String.valueOf(file.getFileName()).replace(".yaml", "");

        assertThat(read.errors()).isEmpty();
        assertThat(read.policy().version()).isEqualTo(name);
        assertThat(ScenarioFiles.all()).anySatisfy(scenario -> assertThat(Files.readString(scenario))
                .contains("policy: ../" + file.getFileName()));
    }

    @Test
    void the_strict_policy_is_nowhere_looser_than_the_default() throws Exception {
        Policy strict = yaml.parse(Files.readString(PolicyFiles.FOLDER.resolve("strict.yaml")));

        assertThat(strict.serverQuota().limit()).isLessThanOrEqualTo(5000);
        assertThat(strict.newConversations().limit()).isLessThanOrEqualTo(50);
        assertThat(strict.burst().minGap().toSeconds() * 15).isGreaterThanOrEqualTo(3600);
        assertThat(strict.burst().window().toMillis())
                .isLessThanOrEqualTo(1000L * strict.burst().max());
        assertThat(strict.followUps().max()).isLessThanOrEqualTo(2);
        assertThat(strict.followUps().spacing())
                .isGreaterThanOrEqualTo(Policy.DEFAULT.followUps().spacing());
        assertThat(strict.quietHours().general().from())
                .isBefore(Policy.DEFAULT.quietHours().general().from());
        assertThat(strict.quietHours().general().to())
                .isAfter(Policy.DEFAULT.quietHours().general().to());
        assertThat(strict.dialogue().minReplyRate()).isGreaterThanOrEqualTo(0.15);
    }
}
