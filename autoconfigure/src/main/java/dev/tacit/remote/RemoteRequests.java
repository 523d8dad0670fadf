/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.remote;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

import dev.tacit.chat.TacitChatOptions;
import dev.tacit.chat.TacitReasoning;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.openai.OpenAiChatOptions;

/**
 * Rewrites a prompt so that only what a model needs can leave: texts, tool calls and
 * results, names and schemas of tools, and the knobs listed here. Metadata of messages,
 * media, names of users and free headers stay behind, because no policy has read them.
 */
final class RemoteRequests {

	/** Where Spring AI's client looks for the trace of an earlier turn. */
	private static final String REASONING_CONTENT = "reasoningContent";

	private RemoteRequests() {
	}

	/**
	 * A prompt for a server that is configured here.
	 * @param prompt the prompt
	 * @param defaults options where the prompt has none
	 * @param model name of the model there
	 * @param alsoNamed says whether a request may call the model by another name
	 * @return what leaves
	 * @throws IllegalArgumentException if it holds what cannot leave
	 */
	static Prompt of(Prompt prompt, TacitChatOptions defaults, String model, Predicate<String> alsoNamed) {
		ChatOptions requested = Objects.requireNonNullElse(prompt.getOptions(), defaults);
		String asked = requested.getModel();
		if (asked != null && !asked.equals(model) && !alsoNamed.test(asked)) {
			throw new IllegalArgumentException(
					"The option model is not supported: the remote engine runs one model; leave it unset");
		}
		OpenAiChatOptions.Builder builder = OpenAiChatOptions.builder();
		builder.model(model).maxRetries(0).streamUsage(true);
		builder.temperature(either(requested.getTemperature(), defaults.getTemperature()));
		builder.topP(either(requested.getTopP(), defaults.getTopP()));
		builder.maxTokens(either(requested.getMaxTokens(), defaults.getMaxTokens()));
		builder.stop(either(requested.getStopSequences(), defaults.getStopSequences()));
		builder.frequencyPenalty(requested.getFrequencyPenalty());
		builder.presencePenalty(requested.getPresencePenalty());
		tools(requested, defaults, builder);
		TacitChatOptions ours = (requested instanceof TacitChatOptions options) ? options : defaults;
		Long seed = either(ours.getSeed(), defaults.getSeed());
		if (seed != null) {
			builder.seed(Math.floorMod(seed, Integer.MAX_VALUE));
		}
		Map<String, Object> more = new LinkedHashMap<>();
		put(more, "top_k", either(requested.getTopK(), defaults.getTopK()));
		put(more, "min_p", either(ours.getMinP(), defaults.getMinP()));
		put(more, "repetition_penalty", either(ours.getRepetitionPenalty(), defaults.getRepetitionPenalty()));
		builder.extraBody(more);
		if (requested instanceof OpenAiChatOptions openAi) {
			builder.toolChoice(openAi.getToolChoice())
				.parallelToolCalls(openAi.getParallelToolCalls())
				.reasoningEffort(openAi.getReasoningEffort());
		}
		return new Prompt(messages(prompt.getInstructions()), builder.build());
	}

	private static void tools(ChatOptions requested, TacitChatOptions defaults, OpenAiChatOptions.Builder builder) {
		ToolCallingChatOptions tools = (requested instanceof ToolCallingChatOptions options) ? options : defaults;
		builder.toolCallbacks(either(tools.getToolCallbacks(), defaults.getToolCallbacks()));
		StructuredOutputChatOptions structured = (requested instanceof StructuredOutputChatOptions options) ? options
				: defaults;
		builder.outputSchema(either(structured.getOutputSchema(), defaults.getOutputSchema()));
	}

	/**
	 * A prompt for a model that the application configured itself: its options stay, but
	 * for the fields that carry free text about people.
	 * @param prompt the prompt
	 * @param defaults the model's own options
	 * @return what leaves
	 * @throws IllegalArgumentException if it holds what cannot leave, or asks for another
	 * model than the records name, or for several answers at a time
	 */
	static Prompt ofOwn(Prompt prompt, OpenAiChatOptions defaults) {
		ChatOptions options = Objects.requireNonNullElse(prompt.getOptions(), defaults);
		if (!(options instanceof OpenAiChatOptions)) {
			// Spring AI's client takes no other kind.
			options = defaults.mutate().combineWith(options.mutate()).build();
		}
		if (options instanceof OpenAiChatOptions openAi) {
			requireTheModel(openAi, defaults);
			requireOneAnswer(openAi);
			options = openAi.mutate()
				.model(defaults.getModel())
				.deploymentName(defaults.getDeploymentName())
				.user(null)
				.metadata(null)
				.promptCacheKey(null)
				.customHeaders(defaults.getCustomHeaders())
				.build();
		}
		return new Prompt(messages(prompt.getInstructions()), options);
	}

	/** What answers is what the records say. */
	private static void requireTheModel(OpenAiChatOptions options, OpenAiChatOptions defaults) {
		if (isOther(options.getModel(), defaults.getModel())
				|| isOther(options.getDeploymentName(), defaults.getDeploymentName())
				|| body(options).containsKey("model")) {
			throw new IllegalArgumentException(
					"The option model is not supported: the records name the model of spring.ai.openai, so name that one or configure a bean for another (OpenAiChatOptions without a model name "
							+ OpenAiChatOptions.DEFAULT_CHAT_MODEL + ")");
		}
	}

	private static boolean isOther(@Nullable String asked, @Nullable String own) {
		return asked != null && !asked.equals(own);
	}

	/** The chunks of several would be read as one text, by the policy too. */
	private static void requireOneAnswer(OpenAiChatOptions options) {
		if ((options.getN() != null && options.getN() > 1) || body(options).containsKey("n")) {
			throw new IllegalArgumentException(
					"The option n is not supported: one request has one answer; leave it unset, or ask again");
		}
	}

	private static Map<String, Object> body(OpenAiChatOptions options) {
		return Objects.requireNonNullElse(options.getExtraBody(), Map.of());
	}

	private static <T> @Nullable T either(@Nullable T requested, @Nullable T otherwise) {
		return (requested != null) ? requested : otherwise;
	}

	private static void put(Map<String, Object> map, String name, @Nullable Object value) {
		if (value != null) {
			map.put(name, value);
		}
	}

	private static List<Message> messages(List<Message> messages) {
		List<Message> leaving = new ArrayList<>();
		for (Message message : messages) {
			String text = Objects.requireNonNullElse(message.getText(), "");
			if (message instanceof ToolResponseMessage responses) {
				leaving.add(ToolResponseMessage.builder().responses(responses.getResponses()).build());
			}
			else if (message instanceof AssistantMessage assistant) {
				leaving.add(assistant(assistant, text));
			}
			else if (message instanceof SystemMessage) {
				leaving.add(new SystemMessage(text));
			}
			else if (message instanceof UserMessage user && user.getMedia().isEmpty()) {
				leaving.add(new UserMessage(text));
			}
			else {
				throw new IllegalArgumentException(
						"Only text leaves the process: no policy reads media or messages of other types");
			}
		}
		return leaving;
	}

	private static AssistantMessage assistant(AssistantMessage message, String text) {
		AssistantMessage.Builder<?> builder = AssistantMessage.builder()
			.content(text)
			.toolCalls(message.getToolCalls());
		if (message.getMetadata().get(TacitReasoning.TRACE_KEY) instanceof String trace) {
			builder.properties(Map.of(REASONING_CONTENT, trace));
		}
		return builder.build();
	}

}
