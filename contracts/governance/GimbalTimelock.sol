// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IGimbalTimelock} from "../interfaces/IGimbalTimelock.sol";
import {IParameterRules} from "../interfaces/IParameterRules.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {exitTime} from "../types/Config.sol";
import {ParameterKey} from "../types/Parameter.sol";
import {NamedFields} from "./NamedFields.sol";

/// @title GimbalTimelock
contract GimbalTimelock is IGimbalTimelock, TimelockController {
    /// @inheritdoc IGimbalTimelock
    uint256 public constant LIFE = 14 days;

    Delays private _delays;
    Delays private _floors;
    mapping(address target => mapping(bytes4 selector => DelayClass)) private _classes;
    mapping(bytes32 operation => ParameterKey[]) private _held;
    bytes32 private transient _executing;
    address private immutable _parameters;
    IParameterRules private immutable _rules;

    /// @param parameters whose fields are held while an operation that names them waits, by its rules
    /// @param initial may lie below the floors, so that a deployment can be set up before it is handed over
    constructor(
        Delays memory initial,
        Delays memory floors_,
        address[] memory proposers,
        address[] memory executors,
        address parameters,
        address rules
    ) TimelockController(0, proposers, executors, address(0)) {
        _requireOrdered(floors_);
        _requireOrdered(initial);
        // Of what is overdue, and of what a later vote takes back.
        _grantRole(CANCELLER_ROLE, address(this));
        (_parameters, _rules) = (parameters, IParameterRules(rules));
        _floors = floors_;
        _delays = initial;
        emit DelaysSet(Delays(0, 0, 0), initial);
    }

    modifier onlySelf() {
        if (msg.sender != address(this)) revert NotSelf(msg.sender);
        _;
    }

    /// @dev What it names is free before its calls run: one of them may replace the rules. An operation may execute another.
    modifier executes(bytes32 operation) {
        _release(operation);
        bytes32 outer = _executing;
        _executing = operation;
        _;
        _executing = outer;
    }

    /// @inheritdoc IGimbalTimelock
    function setDelays(Delays calldata next) external onlySelf {
        _requireOrdered(next);
        _requireAtLeast(DelayClass.VALUE, next.value, _floors.value);
        _requireAtLeast(DelayClass.BOUNDS, next.bounds, _floors.bounds);
        _requireAtLeast(DelayClass.UPGRADE, next.upgrade, _floors.upgrade);
        _requireWayOut(next.upgrade);
        emit DelaysSet(_delays, next);
        _delays = next;
    }

    /// @inheritdoc IGimbalTimelock
    function setClass(address target, bytes4[] calldata selectors, DelayClass class) external onlySelf {
        for (uint256 i; i < selectors.length; i++) {
            _classes[target][selectors[i]] = class;
            emit ClassSet(target, selectors[i], class);
        }
    }

    /// @notice OpenZeppelin's single delay is one of three here.
    function updateDelay(uint256) public view override {
        revert NotSelf(msg.sender);
    }

    /// @notice The same as OpenZeppelin's, but waits for the class of the call.
    function schedule(
        address target,
        uint256 value,
        bytes calldata data,
        bytes32 predecessor,
        bytes32 salt,
        uint256 delay
    ) public override {
        delay = Math.max(delay, _delayOfCall(target, data));
        super.schedule(target, value, data, predecessor, salt, delay);
        _hold(hashOperation(target, value, data, predecessor, salt), target, data);
    }

    /// @notice The same as OpenZeppelin's, but waits for the longest class among the calls.
    function scheduleBatch(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata payloads,
        bytes32 predecessor,
        bytes32 salt,
        uint256 delay
    ) public override {
        delay = Math.max(delay, delayOf(targets, payloads));
        super.scheduleBatch(targets, values, payloads, predecessor, salt, delay);
        bytes32 operation = hashOperationBatch(targets, values, payloads, predecessor, salt);
        for (uint256 i; i < targets.length; i++) {
            _hold(operation, targets[i], payloads[i]);
        }
    }

    /// @notice The same as OpenZeppelin's.
    function execute(address target, uint256 value, bytes calldata data, bytes32 predecessor, bytes32 salt)
        public
        payable
        override
        executes(hashOperation(target, value, data, predecessor, salt))
    {
        super.execute(target, value, data, predecessor, salt);
    }

    /// @notice The same as OpenZeppelin's.
    function executeBatch(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata payloads,
        bytes32 predecessor,
        bytes32 salt
    ) public payable override executes(hashOperationBatch(targets, values, payloads, predecessor, salt)) {
        super.executeBatch(targets, values, payloads, predecessor, salt);
    }

    /// @notice The same as OpenZeppelin's.
    function cancel(bytes32 operation) public override {
        super.cancel(operation);
        _release(operation);
    }

    /// @inheritdoc IGimbalTimelock
    function lapse(bytes32 operation) external {
        uint256 from = getTimestamp(operation) + LIFE;
        if (isOperationPending(operation) && block.timestamp < from) revert NotOverdue(operation, from);
        this.cancel(operation);
    }

    /// @inheritdoc IGimbalTimelock
    function executing() external view returns (bytes32) {
        return _executing;
    }

    /// @inheritdoc IGimbalTimelock
    function delays() external view returns (Delays memory) {
        return _delays;
    }

    /// @inheritdoc IGimbalTimelock
    function floors() external view returns (Delays memory) {
        return _floors;
    }

    /// @inheritdoc IGimbalTimelock
    function classOf(address target, bytes4 selector) public view returns (DelayClass) {
        return _classes[target][selector];
    }

    /// @inheritdoc IGimbalTimelock
    function delayOf(address[] calldata targets, bytes[] calldata payloads)
        public
        view
        returns (uint256 longest)
    {
        for (uint256 i; i < targets.length && i < payloads.length; i++) {
            longest = Math.max(longest, _delayOfCall(targets[i], payloads[i]));
        }
    }

    /// @notice The shortest of the delays.
    function getMinDelay() public view override returns (uint256) {
        return _delays.value;
    }

    /// @dev Without a catch: whoever schedules could have a call of many fields run out of gas and be scheduled unheld.
    function _hold(bytes32 operation, address target, bytes calldata data) private {
        if (target != _parameters || data.length < 4) return;
        ParameterKey[] memory keys = NamedFields.namedBy(data);
        if (keys.length == 0) return;
        _rules.hold(keys);
        for (uint256 i; i < keys.length; i++) {
            _held[operation].push(keys[i]);
        }
    }

    function _release(bytes32 operation) private {
        ParameterKey[] memory keys = _held[operation];
        if (keys.length == 0) return;
        delete _held[operation];
        _rules.release(keys);
    }

    /// @dev P12: whoever does not want an upgrade has left before it takes effect.
    function _requireWayOut(uint256 upgrade) private view {
        if (_parameters == address(0)) return;
        IRiskParameters parameters = IRiskParameters(_parameters);
        uint64[] memory spokes = parameters.spokes();
        for (uint256 i; i < spokes.length; i++) {
            uint256 least = exitTime(parameters.spokeTerms(spokes[i]), parameters.exitTerms(spokes[i]));
            _requireAtLeast(DelayClass.UPGRADE, upgrade, least);
        }
    }

    /// @dev A bare transfer has no selector, so it is not listed.
    function _delayOfCall(address target, bytes calldata data) private view returns (uint256) {
        DelayClass class = data.length < 4 ? DelayClass.UPGRADE : _classes[target][bytes4(data[:4])];
        if (class == DelayClass.VALUE) return _delays.value;
        return class == DelayClass.BOUNDS ? _delays.bounds : _delays.upgrade;
    }

    function _requireOrdered(Delays memory d) private pure {
        _requireAtLeast(DelayClass.BOUNDS, d.bounds, d.value);
        _requireAtLeast(DelayClass.UPGRADE, d.upgrade, d.bounds);
    }

    function _requireAtLeast(DelayClass class, uint256 delay, uint256 least) private pure {
        if (delay < least) revert DelayBelow(class, delay, least);
    }
}
