// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title What Gimbal reads of a Chainlink-shaped feed
/// @notice A proxy's round id is phase << 64 | aggregator round; ids are consecutive within a phase only.
interface AggregatorV3Interface {
    /// @notice Decimals of `answer`.
    function decimals() external view returns (uint8);
    /// @notice A past round; reverts or returns zeros where there is none.
    /// @return roundId the id asked for
    /// @return answer the value, or 0 (up) and 1 (down) for a sequencer uptime feed
    /// @return startedAt when the round (or the uptime status) began, UNIX seconds
    /// @return updatedAt when the answer was written, UNIX seconds
    /// @return answeredInRound deprecated: the round the answer comes from
    function getRoundData(uint80 roundId_)
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
    /// @notice The newest round.
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
}
