/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.tacit.inference.decode.Scheduler;
import dev.tacit.inference.decode.SchedulerConfig;
import dev.tacit.inference.decode.TokenCollector;
import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonLimits;
import dev.tacit.inference.json.JsonObject;
import dev.tacit.inference.model.GraphInterface;
import dev.tacit.inference.model.LayerType;
import dev.tacit.inference.model.ModelFile;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ModelFolderException;
import dev.tacit.inference.model.OnnxPackage;
import dev.tacit.inference.model.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Packages in every published form are described rightly, and run by the description. */
class PublishedPackageTests {

	private static final Path DEMO = Path.of("..", "demo-model", "src");

	@TempDir
	Path temporary;

	private final ModelFolder checkpoint = ModelFolder
		.open(DEMO.resolve(Path.of("main", "resources", "dev", "tacit", "demo")));

	static List<PublishedForm> forms() {
		return List.of(PublishedForm.G1, PublishedForm.G1.withPositionIds(),
				PublishedForm.G1.withLogitsToKeep().withPositionIds(), PublishedForm.G2, PublishedForm.G3,
				PublishedForm.G3.withLogitsToKeep());
	}

	// The compiled graph gives these goldens for all 50 prompts: DemoModelGoldenTest.
	@ParameterizedTest
	@MethodSource("forms")
	void everyFormGivesTheGreedyTextOfTheCompiledGraph(PublishedForm form) throws Exception {
		ModelFolder folder = ModelFolder.open(PublishedPackage.write(this.checkpoint, form, this.temporary));
		OnnxPackage graph = (OnnxPackage) folder.source();
		assertThat(graph.face().stateDepth()).isEqualTo((form.generation() == 3) ? 2 : 3);
		assertThat(graph.face().positionIds() != null).isEqualTo(form.positionIds());
		assertThat(graph.face().logitsToKeep() != null).isEqualTo(form.logitsToKeep());
		assertThat(graph.slowMatrices()).isZero();
		String goldens = Files.readString(DEMO.resolve(Path.of("test", "resources", "goldens", "greedy.json")));
		List<JsonObject> cases = Json.parseObject(goldens, JsonLimits.LARGE).objects("cases");
		try (PublishedRunner runner = new PublishedRunner(graph)) {
			for (JsonObject golden : cases.subList(form.generation(), form.generation() + 3)) {
				assertThat(runner.greedy(ids(golden, "promptIds"), 1000, 7, 400)).as(golden.string("prompt"))
					.startsWith(ids(golden, "outputIds"));
			}
			JsonObject golden = cases.get(40);
			assertThat(runner.greedy(ids(golden, "promptIds"), 7, 7, 400)).as("in chunks")
				.startsWith(ids(golden, "outputIds"));
		}
	}

	@ParameterizedTest
	@MethodSource("forms")
	void everyFormDecodesInBatchesWithCachedPrefixes(PublishedForm form) throws Exception {
		OnnxPackage graph = (OnnxPackage) ModelFolder
			.open(PublishedPackage.write(this.checkpoint, form, this.temporary))
			.source();
		String goldens = Files.readString(DEMO.resolve(Path.of("test", "resources", "goldens", "greedy.json")));
		List<JsonObject> cases = Json.parseObject(goldens, JsonLimits.LARGE).objects("cases").subList(0, 4);
		SchedulerConfig bounds = SchedulerConfig.plain(2, 4, 4, 1024, 24).withPrefixCache(32 << 20);
		try (Scheduler scheduler = Scheduler.start(graph.graph(), graph.face(), bounds)) {
			for (int round = 0; round < 2; round++) {
				List<TokenCollector> replies = cases.stream()
					.map((golden) -> TokenCollector.greedy(scheduler, ids(golden, "promptIds"), 400))
					.toList();
				for (int i = 0; i < cases.size(); i++) {
					assertThat(replies.get(i).tokens()).as(cases.get(i).string("prompt"))
						.isEqualTo(ids(cases.get(i), "outputIds"));
				}
			}
			assertThat(scheduler.status().promptTokensCached()).isPositive();
		}
	}

	private static int[] ids(JsonObject object, String member) {
		return object.list(member).stream().mapToInt((id) -> ((Long) id).intValue()).toArray();
	}

	@Test
	void aPackageOfGraphsIsReadWithItsConfiguration() throws Exception {
		ModelFolder folder = ModelFolder
			.open(PublishedPackage.write(this.checkpoint, PublishedForm.G1, this.temporary));
		assertThat(folder.architecture()).isEqualTo(this.checkpoint.architecture());
		assertThat(folder.stopTokens()).containsExactly(7);
		assertThat(folder.description()).contains("ONNX package, variant q4");
		assertThat(folder.files()).extracting(ModelFile::name)
			.contains("config.json", "onnx/model_q4.onnx", "onnx/model_q4.onnx_data");
		assertThat(folder.digest(ProgressListener.silent()).files()).containsKey("onnx/model_q4.onnx_data");
		GraphInterface face = ((OnnxPackage) folder.source()).face();
		assertThat(face.inputIds()).isEqualTo("input_ids");
		assertThat(face.vocabularySize()).isEqualTo(2048);
		assertThat(face.convolutions()).extracting(GraphInterface.ConvolutionState::layer)
			.isEqualTo(folder.architecture().layersOf(LayerType.CONVOLUTION));
		assertThat(face.attentions().get(1)).isEqualTo(new GraphInterface.AttentionState(3, "past_key_values.3.key",
				"past_key_values.3.value", "present.3.key", "present.3.value", 2, 64));
		assertThatExceptionOfType(ModelFolderException.class).isThrownBy(folder::checkpoint)
			.withMessageContaining("runs as it is");
	}

	@Test
	void aGenaiFolderNeedsNoOtherConfiguration() throws Exception {
		ModelFolder folder = ModelFolder
			.open(PublishedPackage.write(this.checkpoint, PublishedForm.G3, this.temporary));
		assertThat(folder.architecture().layers()).isEqualTo(this.checkpoint.architecture().layers());
		assertThat(folder.architecture().feedForwardSize()).isEqualTo(384);
		assertThat(folder.architecture().normEpsilon()).isEqualTo(1e-5f);
		assertThat(folder.architecture().maxPositions()).isEqualTo(2048);
		assertThat(folder.stopTokens()).containsExactly(7);
		assertThat(folder.files()).extracting(ModelFile::name).contains("genai_config.json", "model.onnx_data");
	}

	@Test
	void theBestVariantForProcessorsIsTakenUnlessOneIsNamed() throws Exception {
		PublishedPackage.write(this.checkpoint, PublishedForm.G1, this.temporary);
		Path onnx = this.temporary.resolve("onnx");
		for (String name : List.of("model", "model_q8", "model_quantized")) {
			PublishedPackage.graph(this.checkpoint, PublishedForm.G1, onnx, name);
		}
		PublishedPackage.graph(this.checkpoint, PublishedForm.G1.withHalfStates(), onnx, "model_q4f16");
		PublishedPackage.graph(this.checkpoint, PublishedForm.G1.withHalfStates(), onnx, "model_fp16");
		assertThat(variant(null)).isEqualTo("q4");
		assertThat(variant("q8")).isEqualTo("q8");
		assertThat(variant("fp32")).isEqualTo("fp32");
		Files.delete(onnx.resolve("model_q4.onnx"));
		assertThat(variant(null)).isEqualTo("fp32");
		Files.delete(onnx.resolve("model.onnx"));
		assertThat(variant(null)).isEqualTo("quantized");
		assertThatExceptionOfType(ModelFolderException.class).isThrownBy(() -> variant("q5"))
			.withMessageContaining("there are fp16, q4f16, q8, quantized");
		assertThatExceptionOfType(ModelFolderException.class).isThrownBy(() -> variant("q4f16"))
			.withMessageContaining("FLOAT16")
			.withMessageContaining("take the variant q4");
	}

	private String variant(String wanted) {
		return ((OnnxPackage) ModelFolder.open(this.temporary, wanted).source()).variant();
	}

	@Test
	void aCheckpointIsPreferredToTheGraphsBesideIt() throws Exception {
		PublishedPackage.write(this.checkpoint, PublishedForm.G1, this.temporary);
		Files.copy(this.checkpoint.path().resolve("model.safetensors"), this.temporary.resolve("model.safetensors"));
		assertThat(ModelFolder.open(this.temporary).description()).contains("checkpoint");
		assertThat(variant("q4")).isEqualTo("q4");
	}

}
