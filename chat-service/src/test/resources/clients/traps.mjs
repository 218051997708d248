// What clients for Node make of event streams that are written in unusual ways. Usage: node traps.mjs BASE COUNT; asks BASE + 1
// to COUNT, and prints one line of JSON with an outcome for each: the text, or what went wrong after it.
import OpenAI from 'openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { streamText } from 'ai';

const [base, count] = process.argv.slice(2);
const urls = Array.from({ length: Number(count) }, (_, i) => `${base}${i + 1}/v1`);

async function openai(baseURL) {
    let text = '';
    let foreign = '';
    try {
        const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });
        const stream = await client.chat.completions.create({ model: 'default', messages: [{ role: 'user', content: 'Hello!' }], stream: true });
        for await (const chunk of stream) {
            foreign = chunk.choices ? foreign : ' and a chunk without choices';
            text += chunk.choices?.[0]?.delta.content ?? '';
        }
        return text + foreign;
    } catch (e) {
        return `${text}error ${e.constructor.name}`;
    }
}

async function ai(baseURL) {
    const model = createOpenAICompatible({ name: 'trap', baseURL, apiKey: 'none' })('default');
    let text = '';
    for await (const part of streamText({ model, prompt: 'Hello!', maxRetries: 0, onError() {} }).fullStream) {
        text += part.type === 'text-delta' ? part.text : part.type === 'error' ? `error ${part.error?.name ?? 'unnamed'}` : '';
    }
    return text;
}

const outcomes = async ask => {
    const all = [];
    for (const url of urls) {
        all.push(await ask(url));
    }
    return all;
};
console.log(JSON.stringify({ openai: await outcomes(openai), ai: await outcomes(ai) }));
