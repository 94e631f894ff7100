// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

// Contracts of OpenZeppelin that Gimbal deploys as they are: importing them makes forge build them.
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
