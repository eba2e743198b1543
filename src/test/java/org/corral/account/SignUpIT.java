package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.corral.it.Gate;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The first people at a server where nobody was before. */
@Tag("once")
final class SignUpIT {
    private static final int PEOPLE = 8;

    @Test
    void firstOfManyAtOnceBecomesAdminAndTheDoorCloses() throws Exception {
        try (TomcatProcess tomcat =
                TomcatProcess.setup().path("/corral").manyPasswords().start()) {
            Site site = Site.of(tomcat);

            List<RawAnswer> answers = signUpAtOnce(site);

            List<RawAnswer> in =
                    answers.stream().filter(answer -> answer.status() == 200).toList();
            assertThat(in).hasSize(1);
            assertThat(Site.text(in.get(0), "role")).isEqualTo("admin");
            assertThat(in.get(0).header("Set-Cookie"))
                    .hasValueSatisfying(cookie -> assertThat(cookie).contains("Path=/corral;", "HttpOnly"));
            assertThat(answers).filteredOn(answer -> answer.status() != 200).allMatch(answer -> answer.status() == 403);
            RawAnswer later = site.signUp("Late", "late@corral.test", Site.PASSWORD);
            assertThat(later.status()).isEqualTo(403);
            assertThat(later.text()).contains("/auths/add");
            assertThat(site.get(Site.ME).text()).contains("POST /corral/api/v1/auths/signin");
        }
    }

    private static List<RawAnswer> signUpAtOnce(Site site) throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(PEOPLE);
        try {
            CyclicBarrier together = new CyclicBarrier(PEOPLE);
            List<Future<RawAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < PEOPLE; i++) {
                String name = "person" + i;
                answers.add(people.submit(() -> {
                    together.await();
                    // The last of them waits for the hashes of all.
                    return RawClient.exchange(site.port(), signUp(site, name), Gate.SOON.multipliedBy(6));
                }));
            }
            List<RawAnswer> all = new ArrayList<>();
            for (Future<RawAnswer> answer : answers) {
                all.add(answer.get());
            }
            return all;
        } finally {
            people.shutdownNow();
        }
    }

    private static String signUp(Site site, String name) {
        return RawClient.post(
                site.context() + Site.SIGN_UP,
                "{\"name\":\"%1$s\",\"email\":\"%1$s@corral.test\",\"password\":\"%2$s\"}"
                        .formatted(name, Site.PASSWORD));
    }

    @Test
    void whereSignUpIsOpenLaterOnesWaitForApproval() throws Exception {
        try (TomcatProcess tomcat = TomcatProcess.setup()
                .environment("ENABLE_SIGNUP", "true")
                .contextParam("corral.cookie-secure", "always")
                .start()) {
            Site site = Site.of(tomcat);
            String admin = Site.token(site.signUp("Ada", "Ada@corral.test", Site.PASSWORD));

            RawAnswer second = site.signUp("Bob", "bob@corral.test", Site.PASSWORD);

            assertThat(Site.text(site.me(admin), "role")).isEqualTo("admin");
            assertThat(Site.text(second, "role")).isEqualTo("pending");
            assertThat(second.header("Set-Cookie"))
                    .hasValueSatisfying(cookie -> assertThat(cookie).contains("; Secure"));
            assertThat(site.me(Site.token(second)).status()).isEqualTo(200);
            assertThat(site.signUp("Eve", "ADA@corral.test", Site.PASSWORD).status())
                    .isEqualTo(400);
        }
    }
}
