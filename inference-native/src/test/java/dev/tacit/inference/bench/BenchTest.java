/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.tacit.inference.DemoModel;
import dev.tacit.inference.model.Architecture;
import dev.tacit.inference.model.ArchitectureReader;
import dev.tacit.inference.model.ExpectedTensors;
import dev.tacit.inference.model.LayerType;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonLimits;
import dev.tacit.inference.text.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every command, as a person at a terminal would use it, on the tiny shape. */
class BenchTest {

	@TempDir
	Path temporary;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@Test
	void aSynthesizedModelCompilesAndTalks() throws IOException {
		Path model = this.temporary.resolve("tiny");
		assertThat(run("", "synthesize", "--shape", "tiny", "--output", model.toString())).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).contains("million BF16 weights in 1 file(s)");
		String cache = this.temporary.resolve("cache").toString();
		assertThat(run("", "compile", "--model", model.toString(), "--cache", cache, "--block", "64")).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).contains("compiled in", "blocks {256=64, 384=64}");
		assertThat(run("", "compile", "--model", model.toString(), "--cache", cache, "--block", "64")).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).contains("found in");
		assertThat(run("What is the time?\nand now?\n\nnever read\n", "chat", "--model", model.toString(), "--cache",
				cache, "--max-tokens", "5", "--context", "128"))
			.isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).startsWith("> ").endsWith("\n> ");
		assertThat(this.err.toString(StandardCharsets.UTF_8).lines().filter((line) -> line.contains("TokenUsage")))
			.hasSize(2);
	}

	@Test
	void aProfileAccountsForEveryMatrixOfAStep() {
		String model = this.temporary.resolve("tiny").toString();
		run("", "synthesize", "--shape", "tiny", "--output", model);
		assertThat(run("", "profile", "--model", model, "--cache", this.temporary.resolve("cache").toString(),
				"--block", "64", "--generate", "9"))
			.isZero();
		Architecture shape = ModelFolder.open(Path.of(model)).architecture();
		// Two products a feed-forward, two a mixer, and the head.
		int products = 4 * shape.layers().size() + 1;
		assertThat(this.out.toString(StandardCharsets.UTF_8)).contains("| MatMulNBits | " + products + " | ",
				"| between operators | | ", "| step | | ");
	}

	@Test
	void draftsOfACopyAreAcceptedAndChangeNothing() {
		assertThat(run("", "lookup", "--model", DemoModel.folder().toString(), "--cache",
				this.temporary.resolve("cache").toString(), "--rounds", "1"))
			.isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).matches("(?s)plain [0-9.]+ tokens/s, with drafts [0-9.]+:"
				+ " [0-9.]+ times; [1-9][0-9]* of [0-9]+ drafted tokens accepted; the text is the same\\R");
	}

	@Test
	void theCostOfAConstraintIsToldForEveryKindOfGrammar() {
		assertThat(run("", "mask", "--vocabulary", "9000", "--texts", "2", "--tokens", "60")).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).contains("| record | ", "| any JSON | ",
				"| calls of three tools | ", "of a step of 30 ms");
		assertThat(run("", "mask", "--texts", "1")).isEqualTo(2);
	}

	@Test
	void theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() throws IOException {
		for (String name : List.of("a", "b", "c")) {
			run("", "synthesize", "--shape", "tiny", "--output", this.temporary.resolve(name).toString(), "--seed",
					name.equals("c") ? "2" : "1");
		}
		Path a = this.temporary.resolve("a").resolve("model.safetensors");
		assertThat(a).hasSameBinaryContentAs(this.temporary.resolve("b").resolve("model.safetensors"));
		assertThat(Files.mismatch(a, this.temporary.resolve("c").resolve("model.safetensors"))).isNotNegative();
	}

	@Test
	void theVocabularyIsFullAndEveryTextSurvivesIt() throws IOException {
		Path file = this.temporary.resolve("tokenizer.json");
		Files.writeString(file, new SyntheticTokenizer(65536).json());
		Tokenizer tokenizer = Tokenizer.load(file);
		assertThat(tokenizer.size()).isEqualTo(65536);
		String text = "The patient takes 5 mg of ibuprofen, \u00fcber Nacht \u20ac \ud83d\ude00\n\ttwice; then there are others.";
		int[] ids = tokenizer.encode(text);
		assertThat(tokenizer.decode(ids)).isEqualTo(text);
		assertThat(ids.length).isLessThan(text.length() * 2 / 3);
		assertThat(tokenizer.controlToken("<|im_end|>")).hasValue(7);
	}

	// The counts are the published ones.
	@ParameterizedTest
	@CsvSource({ "lfm2-350m,1024,4608,354483968,10,6", "lfm2-700m,1536,6912,742489344,10,6",
			"lfm2-1.2b,2048,8192,1170340608,10,6", "lfm2-2.6b,2048,10752,2569272320,22,8" })
	void theShapesAreThoseOfThePublishedModels(String id, int hidden, int feedForward, long weights, int convolutions,
			int attentions) {
		Architecture architecture = ArchitectureReader.read(Path.of("config.json"),
				Json.parseObject(Json.write(ModelShape.of(id).config()), JsonLimits.SMALL));
		assertThat(architecture.hiddenSize()).isEqualTo(hidden);
		assertThat(architecture.feedForwardSize()).isEqualTo(feedForward);
		assertThat(architecture.layersOf(LayerType.CONVOLUTION)).hasSize(convolutions);
		assertThat(architecture.layersOf(LayerType.ATTENTION)).hasSize(attentions);
		assertThat(ExpectedTensors.shapes(architecture)
			.values()
			.stream()
			.mapToLong((shape) -> shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact))
			.sum()).isEqualTo(weights);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none",
			value = { "none|Commands:", "dance|Commands:", "synthesize|--shape is missing",
					"synthesize --shape huge --output x|--shape is one of",
					"synthesize --shape tiny --output|needs a value", "compile --model x --blocks 3|unknown: --blocks",
					"compile --model x --block 3|block size", "compile --model x --block many|no whole number",
					"compile x|is no option", "compile --model x --model y|given twice",
					"chat --model x --hide-reasoning yes|takes no value" })
	void aWrongCommandLineIsExplained(String line, String complaint) {
		assertThat(run("", (line != null) ? line.split(" ") : new String[0])).isEqualTo(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains(complaint).doesNotContain("Exception");
	}

	@Test
	void aFolderThatIsInUseIsNotOverwritten() throws IOException {
		Files.writeString(this.temporary.resolve("precious.txt"), "x");
		assertThat(run("", "synthesize", "--shape", "tiny", "--output", this.temporary.toString())).isEqualTo(2);
		assertThat(this.temporary).isDirectoryNotContaining("glob:**.safetensors");
	}

	@Test
	void aMissingModelIsOneSentence() {
		assertThat(run("", "compile", "--model", this.temporary.resolve("none").toString())).isEqualTo(1);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("there is no such folder").hasLineCount(1);
	}

	@Test
	void theFolderThatSynthesizeWritesIsAModelFolder() throws IOException {
		Path model = this.temporary.resolve("tiny");
		run("", "synthesize", "--shape", "tiny", "--output", model.toString());
		ModelFolder folder = ModelFolder.open(model);
		assertThat(folder.stopTokens()).containsExactly(7);
		assertThat(Tokenizer.load(folder.tokenizer()).size()).isEqualTo(folder.architecture().vocabularySize());
	}

	private int run(String input, String... words) {
		this.out.reset();
		this.err.reset();
		return Bench.run(List.of(words),
				new Console(new BufferedReader(new StringReader(input)),
						new PrintStream(this.out, true, StandardCharsets.UTF_8),
						new PrintStream(this.err, true, StandardCharsets.UTF_8)));
	}

}
