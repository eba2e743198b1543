package org.corral.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.javascript.jscomp.CheckLevel;
import com.google.javascript.jscomp.CommandLineRunner;
import com.google.javascript.jscomp.Compiler;
import com.google.javascript.jscomp.CompilerOptions;
import com.google.javascript.jscomp.CompilerOptions.Environment;
import com.google.javascript.jscomp.CompilerOptions.LanguageMode;
import com.google.javascript.jscomp.DiagnosticGroups;
import com.google.javascript.jscomp.JSError;
import com.google.javascript.jscomp.Result;
import com.google.javascript.jscomp.SourceFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page's scripts, read as a compiler reads them: names that are not there or not needed, and what can't be meant. */
final class ScriptsTest {
    private static final Path SCRIPTS = Path.of("webapp/page/js");

    /** What the compiler doesn't know of browsers yet, and the libraries, whose own code is not looked at. */
    private static final String UNKNOWN = """
            /** @externs */
            /** @const */ var CSS = {};
            /** @return {boolean} */ CSS.supports = function(a, b) {};
            var localStorage, matchMedia;
            """;

    private static final String MARKED =
            "export class Lexer {} export class Marked {} export class Parser {} export class Tokenizer {}";
    private static final String PURIFY = "export default {};";

    @Test
    void scriptsAreWithoutFault() throws IOException {
        CompilerOptions options = new CompilerOptions();
        options.setLanguageIn(LanguageMode.UNSTABLE);
        options.setLanguageOut(LanguageMode.NO_TRANSPILE);
        options.setEnvironment(Environment.BROWSER);
        options.setAllowDynamicImport(true);
        options.setChunkOutputType(CompilerOptions.ChunkOutputType.ES_MODULES);
        options.setChecksOnly(true);
        // There are no types in the scripts to check.
        options.setWarningLevel(DiagnosticGroups.CHECK_TYPES, CheckLevel.OFF);
        options.setCheckSymbols(true);
        options.setCheckSuspiciousCode(true);
        options.setWarningLevel(DiagnosticGroups.CHECK_VARIABLES, CheckLevel.ERROR);
        options.setWarningLevel(DiagnosticGroups.UNDEFINED_VARIABLES, CheckLevel.ERROR);
        options.setWarningLevel(DiagnosticGroups.UNUSED_LOCAL_VARIABLE, CheckLevel.ERROR);
        options.setWarningLevel(DiagnosticGroups.SUSPICIOUS_CODE, CheckLevel.ERROR);
        options.setWarningLevel(DiagnosticGroups.MODULE_LOAD, CheckLevel.ERROR);
        Compiler compiler =
                new Compiler(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        compiler.disableThreads();
        List<SourceFile> externs = Stream.concat(
                        CommandLineRunner.getBuiltinExterns(Environment.BROWSER).stream(),
                        Stream.of(SourceFile.fromCode("unknown.js", UNKNOWN)))
                .toList();
        Result result = compiler.compile(externs, sources(), options);
        assertThat(Stream.concat(result.errors.stream(), result.warnings.stream())
                        .map(JSError::toString))
                .isEmpty();
    }

    private static List<SourceFile> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            List<SourceFile> own = files.filter(file -> file.toString().endsWith(".js"))
                    .sorted()
                    .map(ScriptsTest::source)
                    .toList();
            return Stream.concat(
                            own.stream(),
                            Stream.of(
                                    SourceFile.fromCode("webapp/page/lib/marked.esm.js", MARKED),
                                    SourceFile.fromCode("webapp/page/lib/purify.es.mjs", PURIFY)))
                    .toList();
        }
    }

    /** This compiler does not know the sign of private fields. */
    private static SourceFile source(Path file) {
        try {
            String code = Files.readString(file).replaceAll("(?m)(this\\.|^ {2}(?:async )?)#(?=[a-z])", "$1_");
            return SourceFile.fromCode(file.toString(), code);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
