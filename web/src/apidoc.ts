import { mount } from 'svelte';
import ApiPage from './apidoc/ApiPage.svelte';
import './app.css';

const target = document.getElementById('app');
if (!target) throw new Error('api.html has no #app');
mount(ApiPage, { target });
