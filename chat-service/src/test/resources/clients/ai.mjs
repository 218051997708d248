// What Vercel's AI SDK makes of Rapport. Usage: node ai.mjs BASE_URL TOKEN SCENARIO; prints one line of JSON.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, jsonSchema, streamText, tool } from 'ai';

const [baseURL, apiKey, scenario] = process.argv.slice(2);
const model = createOpenAICompatible({ name: 'rapport', baseURL, apiKey, includeUsage: true })('default');
const ask = (prompt, more = {}) => ({ model, prompt, maxRetries: 0, ...more });
const tools = { weather: tool({ inputSchema: jsonSchema({ type: 'object', properties: { city: { type: 'string' } } }) }) };

const scenarios = {
    async plain() {
        const { text, usage, finishReason } = await generateText(ask('Hello!'));
        return { text, usage: usage.totalTokens, finish: finishReason };
    },
    async stream() {
        const result = streamText(ask('Hello!'));
        const pieces = [];
        for await (const piece of result.textStream) {
            pieces.push(piece);
        }
        return { pieces, usage: (await result.usage).totalTokens, finish: await result.finishReason };
    },
    async toolCall() {
        const told = ([{ toolCallId, toolName, input }]) => ({ id: toolCallId, name: toolName, input });
        const plain = await generateText(ask('Please call the weather.', { tools }));
        const streamed = streamText(ask('Please call the weather.', { tools }));
        await streamed.consumeStream();
        return { plain: told(await plain.toolCalls), streamed: told(await streamed.toolCalls) };
    },
    async refused() {
        try {
            await generateText(ask('Hello!'));
            return { kind: 'none' };
        } catch (e) {
            return { kind: e.name, status: e.statusCode, message: e.message, retryAfter: e.responseHeaders?.['retry-after'] ?? null };
        }
    },
    async broken() {
        let text = '';
        const errors = [];
        for await (const part of streamText(ask('Please break off.', { onError() {} })).fullStream) {
            text += part.type === 'text-delta' ? part.text : '';
            if (part.type === 'error') {
                errors.push(String(part.error?.message ?? part.error));
            }
        }
        return { text, errors };
    },
    async cancelled() {
        const abort = new AbortController();
        let text = '';
        for await (const piece of streamText(ask('Please hold.', { abortSignal: abort.signal })).textStream) {
            text += piece;
            abort.abort();
        }
        return { text };
    },
};

console.log(JSON.stringify(await scenarios[scenario]()));
