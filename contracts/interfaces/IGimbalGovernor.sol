// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title What the Governor adds to OpenZeppelin's
/// @notice Proposals, votes, queue and execution are IGovernor's, by timestamps (ERC-6372). Beside them: floors under every
/// setting, fixed at deployment, so that no vote makes the next vote a surprise; a guardian whose power to cancel ends by
/// itself and never reaches its own replacement; an eta that is the timelock's; and an end of what has passed and nobody queues.
interface IGimbalGovernor {
    /// @notice Limits of the settings, fixed at deployment per network.
    /// @param votingDelay least seconds from a proposal to its vote
    /// @param votingPeriod least seconds of a vote
    /// @param lateExtension least seconds a vote stays open after its quorum was reached
    /// @param quorum least quorum, in ten-thousandths of the supply
    /// @param quorumCap largest quorum: above it a sleeping part of the supply would end governance
    /// @param thresholdCap largest proposal threshold, votes with 18 decimals
    /// @param guardianTerm seconds after which a guardian is none any more
    struct Floors {
        uint32 votingDelay;
        uint32 votingPeriod;
        uint32 lateExtension;
        uint16 quorum;
        uint16 quorumCap;
        uint128 thresholdCap;
        uint32 guardianTerm;
    }

    /// @notice A setting was to be outside what deployment fixed.
    error SettingOutOfRange(bytes32 key, uint256 value, uint256 min, uint256 max);

    event GuardianTermSet(address indexed guardian, uint48 until);

    function floors() external view returns (Floors memory);
    /// @notice Until when the proposal guardian may cancel; from then on it is nobody.
    function guardianUntil() external view returns (uint48);
    /// @notice Seconds after its vote within which a proposal that passed is queued, by anyone; then it has expired.
    function QUEUE_LIFE() external view returns (uint256);
}
