// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {
    GovernorCountingSimple
} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {
    GovernorPreventLateQuorum
} from "@openzeppelin/contracts/governance/extensions/GovernorPreventLateQuorum.sol";
import {
    GovernorProposalGuardian
} from "@openzeppelin/contracts/governance/extensions/GovernorProposalGuardian.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorStorage} from "@openzeppelin/contracts/governance/extensions/GovernorStorage.sol";
import {
    GovernorTimelockControl
} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockControl.sol";
import {
    GovernorVotesQuorumFraction
} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IGimbalGovernor} from "../interfaces/IGimbalGovernor.sol";

/// @title GimbalGovernor
/// @dev It is replaced, never upgraded: floors that an upgrade could lift would bind nobody. A vote that grants the timelock's
/// proposer role to a successor and takes it from here waits as long as an upgrade.
contract GimbalGovernor is
    IGimbalGovernor,
    Governor,
    GovernorSettings,
    GovernorCountingSimple,
    GovernorStorage,
    GovernorVotes,
    GovernorVotesQuorumFraction,
    GovernorPreventLateQuorum,
    GovernorTimelockControl,
    GovernorProposalGuardian
{
    struct Init {
        address token;
        address timelock;
        address guardian;
        uint32 votingDelay;
        uint32 votingPeriod;
        uint32 lateExtension;
        uint16 quorum;
        uint128 threshold;
        Floors floors;
    }

    /// @inheritdoc IGimbalGovernor
    uint256 public constant QUEUE_LIFE = 14 days;

    Floors private _floors;
    uint48 private _guardianUntil;

    uint256 private constant QUORUM_UNITS = 10_000;

    constructor(Init memory init)
        Governor("GimbalGovernor")
        GovernorSettings(_seed(init), init.votingPeriod, init.threshold)
        GovernorVotes(IVotes(init.token))
        GovernorVotesQuorumFraction(init.quorum)
        GovernorPreventLateQuorum(init.lateExtension)
        GovernorTimelockControl(TimelockController(payable(init.timelock)))
    {
        _setProposalGuardian(init.guardian);
    }

    /// @dev The floors have to stand before the first setting is checked against them.
    function _seed(Init memory init) private returns (uint48) {
        _floors = init.floors;
        return init.votingDelay;
    }

    /// @inheritdoc IGimbalGovernor
    function floors() external view returns (Floors memory) {
        return _floors;
    }

    /// @inheritdoc IGimbalGovernor
    function guardianUntil() external view returns (uint48) {
        return _guardianUntil;
    }

    /// @notice Nobody once the term is over.
    function proposalGuardian() public view override returns (address) {
        return block.timestamp < _guardianUntil ? super.proposalGuardian() : address(0);
    }

    /// @notice Quorums are ten-thousandths of the supply.
    function quorumDenominator() public pure override returns (uint256) {
        return QUORUM_UNITS;
    }

    /// @notice What has passed expires where nobody queues it: else whoever likes would hold its fields, and do it, years later.
    function state(uint256 proposalId)
        public
        view
        override(Governor, GovernorTimelockControl)
        returns (ProposalState)
    {
        ProposalState current = super.state(proposalId);
        if (current != ProposalState.Succeeded) return current;
        bool late = block.timestamp > proposalDeadline(proposalId) + QUEUE_LIFE;
        return late ? ProposalState.Expired : current;
    }

    function proposalNeedsQueuing(uint256 proposalId)
        public
        view
        override(Governor, GovernorTimelockControl)
        returns (bool)
    {
        return super.proposalNeedsQueuing(proposalId);
    }

    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.proposalThreshold();
    }

    function proposalDeadline(uint256 proposalId)
        public
        view
        override(Governor, GovernorPreventLateQuorum)
        returns (uint256)
    {
        return super.proposalDeadline(proposalId);
    }

    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    ) internal override(Governor, GovernorStorage) returns (uint256) {
        return super._propose(targets, values, calldatas, description, proposer);
    }

    function _tallyUpdated(uint256 proposalId) internal override(Governor, GovernorPreventLateQuorum) {
        super._tallyUpdated(proposalId);
    }

    /// @dev OpenZeppelin reports the shortest delay; the timelock knows for how long it really holds these calls.
    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint48) {
        super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
        TimelockController lock = TimelockController(payable(timelock()));
        bytes32 salt = bytes20(address(this)) ^ descriptionHash;
        return uint48(lock.getTimestamp(lock.hashOperationBatch(targets, values, calldatas, 0, salt)));
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    /// @dev A guardian cannot cancel the vote that replaces it.
    function _validateCancel(uint256 proposalId, address caller)
        internal
        view
        override(Governor, GovernorProposalGuardian)
        returns (bool)
    {
        if (caller == proposalGuardian() && _replacesGuardian(proposalId)) return false;
        return super._validateCancel(proposalId, caller);
    }

    function _replacesGuardian(uint256 proposalId) private view returns (bool) {
        (address[] memory targets,, bytes[] memory calldatas,) = proposalDetails(proposalId);
        return targets.length == 1 && targets[0] == address(this)
            && bytes4(calldatas[0]) == this.setProposalGuardian.selector;
    }

    function _executor() internal view override(Governor, GovernorTimelockControl) returns (address) {
        return super._executor();
    }

    function _setVotingDelay(uint48 next) internal override {
        _within("votingDelay", next, _floors.votingDelay, 30 days);
        super._setVotingDelay(next);
    }

    function _setVotingPeriod(uint32 next) internal override {
        _within("votingPeriod", next, _floors.votingPeriod, 30 days);
        super._setVotingPeriod(next);
    }

    function _setProposalThreshold(uint256 next) internal override {
        _within("proposalThreshold", next, 0, _floors.thresholdCap);
        super._setProposalThreshold(next);
    }

    function _updateQuorumNumerator(uint256 next) internal override {
        _within("quorum", next, _floors.quorum, _floors.quorumCap);
        super._updateQuorumNumerator(next);
    }

    function _setLateQuorumVoteExtension(uint48 next) internal override {
        _within("lateExtension", next, _floors.lateExtension, votingPeriod());
        super._setLateQuorumVoteExtension(next);
    }

    function _setProposalGuardian(address next) internal override {
        uint48 until = uint48(block.timestamp) + _floors.guardianTerm;
        _guardianUntil = until;
        super._setProposalGuardian(next);
        emit GuardianTermSet(next, until);
    }

    function _within(bytes32 key, uint256 value, uint256 min, uint256 max) private pure {
        if (value < min || value > max) revert SettingOutOfRange(key, value, min, max);
    }
}
