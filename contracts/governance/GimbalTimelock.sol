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
    Delays private _delays;
    Delays private _floors;
    mapping(address target => mapping(bytes4 selector => DelayClass)) private _classes;
    address private immutable _parameters;
    IParameterRules private immutable _rules;

    /// @dev Time to execute what is due. A proposal that waits longer finds fields that may have moved, within its tolerance.
    uint256 private constant HOLD_GRACE = 7 days;

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
        (_parameters, _rules) = (parameters, IParameterRules(rules));
        _floors = floors_;
        _delays = initial;
        emit DelaysSet(Delays(0, 0, 0), initial);
    }

    modifier onlySelf() {
        if (msg.sender != address(this)) revert NotSelf(msg.sender);
        _;
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
        _hold(target, data, delay);
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
        for (uint256 i; i < targets.length; i++) {
            _hold(targets[i], payloads[i], delay);
        }
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
    function _hold(address target, bytes calldata data, uint256 delay) private {
        if (target != _parameters || data.length < 4) return;
        ParameterKey[] memory keys = NamedFields.namedBy(data);
        if (keys.length != 0) _rules.hold(keys, uint48(block.timestamp + delay + HOLD_GRACE));
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
