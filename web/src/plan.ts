import { mount } from 'svelte';
import PlanPage from './plan/PlanPage.svelte';
import './app.css';
import './plan/plan.css';

const target = document.getElementById('app');
if (!target) throw new Error('plan.html has no #app');
mount(PlanPage, { target });
