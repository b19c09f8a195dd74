package dev.linewarden.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that need a Chromium: skipped with a word on a machine without one, and failed where {@code -Dlinewarden.browser=required}
 * says that there must be one, as in CI.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(InABrowser.Condition.class)
public @interface InABrowser {

    /** Whether they run. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return decide(Browser.path(), "required".equals(System.getProperty("linewarden.browser")));
        }

        static ConditionEvaluationResult decide(Optional<?> browser, boolean isRequired) {
            if (browser.isPresent()) {
                return ConditionEvaluationResult.enabled("in " + browser.get());
            }
            if (isRequired) {
                throw new IllegalStateException(
                        "a browser is required and there is no Chromium on the PATH: apt-get" + " install chromium");
            }
            return ConditionEvaluationResult.disabled(
                    "no Chromium on the PATH, so nobody looked at the pages: apt-get" + " install chromium");
        }
    }
}
