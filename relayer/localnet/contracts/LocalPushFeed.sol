// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title A feed of the shape of Chainlink's AggregatorV3, written by one reporter
/// @notice Also serves as the sequencer uptime feed (answer 0: up; startedAt: since when). Round ids begin in phase 1.
contract LocalPushFeed {
    struct Round {
        int192 answer;
        uint64 updatedAt;
    }

    uint80 private constant PHASE = 1 << 64;

    address public immutable reporter;
    uint8 public immutable decimals;
    string public description;
    uint256 public constant version = 4;

    Round[] private _rounds;

    error NotReporter(address caller);
    error NoDataPresent();

    event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);

    constructor(string memory description_, uint8 decimals_, int192 answer) {
        reporter = msg.sender;
        decimals = decimals_;
        description = description_;
        _write(answer);
    }

    function write(int192 answer) external {
        if (msg.sender != reporter) revert NotReporter(msg.sender);
        _write(answer);
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return getRoundData(PHASE | uint80(_rounds.length));
    }

    function getRoundData(uint80 roundId) public view returns (uint80, int256, uint256, uint256, uint80) {
        if (roundId <= PHASE || roundId - PHASE > _rounds.length) revert NoDataPresent();
        Round memory round = _rounds[roundId - PHASE - 1];
        return (roundId, round.answer, round.updatedAt, round.updatedAt, roundId);
    }

    function _write(int192 answer) private {
        _rounds.push(Round(answer, uint64(block.timestamp)));
        emit AnswerUpdated(answer, PHASE | _rounds.length, block.timestamp);
    }
}
