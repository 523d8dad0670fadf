/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import dev.tacit.inference.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A good folder is read in every spelling it is published in; a broken one is refused
 * with one sentence before anything native could see it.
 */
class ModelFolderTests {

	@TempDir
	Path folder;

	private final TinyModel model = TinyModel.small(1);

	@ParameterizedTest
	@EnumSource(DataType.class)
	void aCheckpointIsReadExactlyInEveryType(DataType type) throws IOException {
		TinyModel typed = new TinyModel(TinyModel.smallArchitecture(true), type, 2);
		ModelFolder opened = ModelFolder.open(typed.write(this.folder));
		assertThat(opened.architecture()).isEqualTo(typed.architecture());
		requireWeights(opened, typed);
	}

	@Test
	void shardsAreReadLikeOneFile() throws IOException {
		ModelFolder opened = ModelFolder.open(this.model.writeSharded(this.folder, 3));
		requireWeights(opened, this.model);
		assertThat(opened.files()).extracting(ModelFile::name)
			.contains("model.safetensors.index.json", "model-00003-of-00003.safetensors");
	}

	@Test
	void theOlderSpellingMeansTheSame() throws IOException {
		this.model.write(this.folder);
		Map<String, Object> config = this.model.config();
		config.remove("layer_types");
		config.put("full_attn_idxs", List.of(1, 3));
		config.remove("intermediate_size");
		config.put("block_ff_dim", 144);
		config.put("block_auto_adjust_ff_dim", true);
		config.put("block_multiple_of", 32);
		config.put("block_ffn_dim_multiplier", 1.0);
		config.remove("rope_theta");
		config.put("rope_parameters", Map.of("rope_theta", 10_000.0, "rope_type", "default"));
		config.remove("tie_embedding");
		config.put("tie_word_embeddings", true);
		Files.writeString(this.folder.resolve("config.json"), Json.write(config));
		assertThat(ModelFolder.open(this.folder).architecture()).isEqualTo(this.model.architecture());
	}

	@Test
	void theTokensAndTheTemplateComeFromTheFolder() throws IOException {
		this.model.write(this.folder);
		Files.delete(this.folder.resolve("chat_template.jinja"));
		Files.writeString(this.folder.resolve("tokenizer_config.json"),
				"{\"bos_token\":{\"content\":\"<a>\"},\"eos_token\":\"<b>\",\"chat_template\":\"{{ x }}\"}");
		Files.writeString(this.folder.resolve("generation_config.json"),
				"{\"eos_token_id\":[9,2],\"temperature\":0.3,\"top_k\":50}");
		ModelFolder opened = ModelFolder.open(this.folder);
		assertThat(opened.chatTemplate()).isEqualTo("{{ x }}");
		assertThat(opened.bosToken()).isEqualTo("<a>");
		assertThat(opened.eosToken()).isEqualTo("<b>");
		assertThat(opened.stopTokens()).containsExactly(2, 7, 9);
		assertThat(opened.generationDefaults().temperature()).isEqualTo(0.3);
		assertThat(opened.generationDefaults().topK()).isEqualTo(50);
		assertThat(opened.generationDefaults().topP()).isNull();
	}

	static List<BrokenFolder> brokenFolders() {
		return BrokenFolder.all();
	}

	@ParameterizedTest
	@MethodSource("brokenFolders")
	void aBrokenFolderIsRefusedWithOneSentence(BrokenFolder broken) throws IOException {
		broken.damage().apply(this.model.write(this.folder), this.model);
		assertThatExceptionOfType(ModelFolderException.class).isThrownBy(() -> ModelFolder.open(this.folder))
			.satisfies((ex) -> {
				assertThat(ex.path().startsWith(this.folder)).isTrue();
				assertThat(ex.reason()).isNotBlank().doesNotContain("\n").hasSizeLessThan(500);
			});
	}

	@Test
	void moreThanAHundredFoldersAreBroken() {
		assertThat(BrokenFolder.all()).hasSizeGreaterThan(130);
	}

	@Test
	void aGgufFolderIsRecognised() throws IOException {
		Files.write(this.folder.resolve("model-Q4_0.gguf"), new byte[] { 'G', 'G', 'U', 'F' });
		requireReason(this.folder, "GGUF");
		requireReason(this.folder.resolve("model-Q4_0.gguf"), "GGUF");
	}

	@Test
	void anAdapterIsRecognised() throws IOException {
		Files.writeString(this.folder.resolve("adapter_config.json"), "{}");
		Files.write(this.folder.resolve("adapter_model.safetensors"), new byte[9]);
		requireReason(this.folder, "LoRA adapter");
	}

	@Test
	void anOnnxPackageWithoutAGraphIsSaidToBeOne() throws IOException {
		this.model.write(this.folder);
		Files.delete(this.folder.resolve("model.safetensors"));
		Files.createDirectory(this.folder.resolve("onnx"));
		requireReason(this.folder, "ONNX package");
		requireReason(this.folder, "model.safetensors");
	}

	@Test
	void aTokenizerWithoutWeightsIsRecognised() throws IOException {
		Files.writeString(this.folder.resolve("tokenizer.json"), "{}");
		requireReason(this.folder, "tokenizer but no weights");
	}

	@Test
	void pickledWeightsAreRefused() throws IOException {
		Files.write(this.folder.resolve("pytorch_model.bin"), new byte[9]);
		requireReason(this.folder, "pickled");
	}

	@Test
	void anEmptyOrMissingFolderIsSaidToBeOne() {
		requireReason(this.folder, "no model folder");
		requireReason(this.folder.resolve("nowhere"), "no such folder");
	}

	@Test
	void aFileThatShrinksAfterOpeningIsAnExceptionWhenRead() throws IOException {
		ModelFolder opened = ModelFolder.open(this.model.write(this.folder));
		Path file = this.folder.resolve("model.safetensors");
		Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 5000));
		assertThatExceptionOfType(ModelFolderException.class).isThrownBy(() -> requireWeights(opened, this.model))
			.withMessageContaining("changed while it was read");
		assertThatExceptionOfType(ModelFolderException.class).isThrownBy(() -> opened.digest(ProgressListener.silent()))
			.withMessageContaining("changed since");
	}

	@Test
	void theDigestChangesWithEveryFileAndIsRememberedBySizeAndTime(@TempDir Path cache) throws IOException {
		ModelFolder opened = ModelFolder.open(this.model.write(this.folder));
		AtomicLong last = new AtomicLong();
		ModelDigest first = opened.digest(cache, (phase, done, total) -> last.set(total - done));
		assertThat(last).hasValue(0);
		assertThat(opened.digest(ProgressListener.silent())).isEqualTo(first);
		String known = Files.readString(cache.resolve("digests.json"));
		String forged = known.replace(first.files().get("config.json"), "0".repeat(64));
		Files.writeString(cache.resolve("digests.json"), forged);
		assertThat(opened.digest(cache, ProgressListener.silent()).files()).containsEntry("config.json",
				"0".repeat(64));
		Files.writeString(this.folder.resolve("chat_template.jinja"), "{{- eos_token -}}  ");
		ModelDigest second = ModelFolder.open(this.folder).digest(cache, ProgressListener.silent());
		assertThat(second.sha256()).isNotEqualTo(first.sha256());
		assertThat(second.over(List.of("model.safetensors"))).isEqualTo(first.over(List.of("model.safetensors")));
	}

	@Test
	void aPublishedFileIsNamedByItsDigest() {
		ModelDigest digest = ModelDigest.of(Map.of("chat_template.jinja",
				"ba551d58630afa3190b1be3602e28301f3d2e9bbac978dfc49d6d825171648b6", "config.json", "0".repeat(64)));
		assertThat(digest.knownFiles())
			.containsOnly(Map.entry("chat_template.jinja", "chat template of LFM2.5-1.2B (current)"));
	}

	@Test
	void aDamagedDigestCacheIsIgnored(@TempDir Path cache) throws IOException {
		ModelFolder opened = ModelFolder.open(this.model.write(this.folder));
		Files.writeString(cache.resolve("digests.json"), "{\"x\":[");
		assertThat(opened.digest(cache, ProgressListener.silent())).isEqualTo(opened.digest(ProgressListener.silent()));
	}

	private static void requireReason(Path folder, String part) {
		assertThatExceptionOfType(ModelFolderException.class).isThrownBy(() -> ModelFolder.open(folder))
			.withMessageContaining(part);
	}

	private static void requireWeights(ModelFolder opened, TinyModel model) throws IOException {
		for (Map.Entry<String, TinyModel.Weights> entry : model.tensors().entrySet()) {
			WeightTensor tensor = opened.checkpoint().tensor(entry.getKey());
			float[] expected = entry.getValue().values();
			float[] values = new float[expected.length];
			try (WeightTensor.Reader reader = tensor.reader()) {
				reader.read(0, values, values.length);
				float[] tail = new float[2];
				reader.read(values.length - 2L, tail, 2);
				assertThat(tail[1]).isEqualTo(expected[expected.length - 1]);
			}
			assertThat(values).as(entry.getKey()).isEqualTo(expected);
		}
	}

}
