// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {AggregatorV3Interface} from "../interfaces/AggregatorV3Interface.sol";

/// @title A Chainlink-shaped feed for local networks: rounds written by its owner, in phase 1
/// @notice With answers 0 (up) and 1 (down) it serves as a sequencer uptime feed: a round starts when it is pushed.
contract PushFeed is AggregatorV3Interface, Ownable {
    struct Round {
        int192 answer;
        uint64 updatedAt;
    }

    /// @notice No such round.
    error NoDataPresent(uint80 roundId);

    event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);

    uint8 public immutable override decimals;
    string public description;
    Round[] private _rounds;

    constructor(address owner_, uint8 decimals_, string memory description_) Ownable(owner_) {
        decimals = decimals_;
        description = description_;
    }

    /// @notice Writes a round at this block's time. Owner.
    function push(int192 answer) external onlyOwner returns (uint80 roundId) {
        _rounds.push(Round(answer, uint64(block.timestamp)));
        roundId = _latestId();
        emit AnswerUpdated(answer, roundId, block.timestamp);
    }

    /// @inheritdoc AggregatorV3Interface
    function getRoundData(uint80 roundId_)
        public
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        uint64 index = uint64(roundId_);
        if (roundId_ >> 64 != 1 || index == 0 || index > _rounds.length) revert NoDataPresent(roundId_);
        Round memory r = _rounds[index - 1];
        return (roundId_, r.answer, r.updatedAt, r.updatedAt, roundId_);
    }

    /// @inheritdoc AggregatorV3Interface
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        return getRoundData(_latestId());
    }

    function _latestId() private view returns (uint80) {
        return (uint80(1) << 64) | uint80(_rounds.length);
    }
}
